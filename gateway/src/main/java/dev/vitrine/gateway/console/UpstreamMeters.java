package dev.vitrine.gateway.console;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.Upstream.StateChange;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The meters of the upstreams: endpoints by state, connections, requests in flight, queued and
 * held, ejections, age of the snapshot. Safe for any thread.
 */
final class UpstreamMeters implements StateListener {
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, List<Meter>> registered = new HashMap<>();

  UpstreamMeters(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  /** Shows these and no others; counts go on where an upstream was shown before. */
  synchronized void show(Collection<ShownUpstream> upstreams) {
    registered.values().forEach(gauges -> gauges.forEach(meters::remove));
    Set<String> gone = new HashSet<>(registered.keySet());
    registered.clear();
    for (ShownUpstream shown : upstreams) {
      registered.put(shown.upstream().name(), gauges(shown));
      gone.remove(shown.upstream().name());
      for (Cause cause : Cause.values()) {
        ejections(shown.upstream().name(), cause); // shows a zero before there is any
      }
    }
    gone.forEach(name ->
        meters
            .find(Metric.GATEWAY_EJECTIONS.meter())
            .tag(Label.UPSTREAM.key(), name)
            .counters()
            .forEach(meters::remove));
  }

  @Override
  public void changed(StateChange change) {
    if (change.after().filter(status -> status.state() == State.EJECTED).isPresent()) {
      ejections(change.upstream().name(), change.endpoint().failures().cause()).increment();
    }
  }

  private Counter ejections(String upstream, Cause cause) {
    return Metric.GATEWAY_EJECTIONS.counter(meters, upstream, cause.label());
  }

  private List<Meter> gauges(ShownUpstream shown) {
    Upstream upstream = shown.upstream();
    Resilience limits = shown.limits();
    String name = upstream.name();
    List<Meter> gauges = new ArrayList<>();
    for (State state : State.values()) {
      gauges.add(
          Metric.GATEWAY_UPSTREAM_ENDPOINTS.gauge(
              meters, () -> count(upstream, state), name, Labels.of(state)));
    }
    gauges.add(
        Metric.GATEWAY_DISCOVERY_SNAPSHOT_AGE.gauge(
            meters, () -> age(shown), name, shown.source().label()));
    gauges.add(
        Metric.GATEWAY_UPSTREAM_IN_FLIGHT.gauge(
            meters, () -> upstream.endpoints().stream().mapToInt(Endpoint::inFlight).sum(), name));
    gauges.add(
        Metric.HTTP_CLIENT_OPEN_CONNECTIONS.gauge(meters, upstream.connections()::open, name));
    gauges.add(
        Metric.GATEWAY_UPSTREAM_QUEUED.gauge(
            meters, () -> limits.admission().load().queued(), name));
    gauges.add(Metric.GATEWAY_HELD_REQUESTS.gauge(meters, () -> limits.hold().waiting(), name));
    return gauges;
  }

  private static long count(Upstream upstream, State state) {
    return upstream.endpoints().stream()
        .filter(endpoint -> endpoint.shown().state() == state)
        .count();
  }

  private double age(ShownUpstream shown) {
    Double age = shown.snapshotAge(clock);
    return age == null ? Double.NaN : age;
  }
}
