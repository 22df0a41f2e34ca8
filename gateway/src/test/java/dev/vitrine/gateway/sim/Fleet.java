package dev.vitrine.gateway.sim;

import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An upstream of a simulation, whose endpoints a test names by numbers. */
public final class Fleet {
  private final Upstream upstream;
  private final Map<Integer, EndpointReport> reports = new LinkedHashMap<>();

  public Fleet(VirtualTime time) {
    upstream = new Upstream("shop", time, time::nanos);
  }

  public Upstream upstream() {
    return upstream;
  }

  /** Adds one, or changes what is told of it. */
  public Fleet tell(int number, Condition condition, String zone, int weight) {
    reports.put(
        number,
        new EndpointReport(
            new HostPort("10.0.0." + number, 80),
            "",
            Optional.empty(),
            condition,
            zone.isEmpty() ? Optional.empty() : Optional.of(zone),
            weight));
    return this;
  }

  /** Adds one that is ready. */
  public Fleet ready(int number) {
    return tell(number, Condition.READY, "", EndpointReport.DEFAULT_WEIGHT);
  }

  public Fleet without(int number) {
    reports.remove(number);
    return this;
  }

  /** Makes it known to the upstream. */
  public Fleet publish() {
    upstream.update(List.copyOf(reports.values()));
    return this;
  }

  public Endpoint endpoint(int number) {
    return upstream.endpoints().stream()
        .filter(endpoint -> number(endpoint) == number)
        .findFirst()
        .orElseThrow();
  }

  public static int number(Endpoint endpoint) {
    return Integer.parseInt(endpoint.address().host().substring("10.0.0.".length()));
  }
}
