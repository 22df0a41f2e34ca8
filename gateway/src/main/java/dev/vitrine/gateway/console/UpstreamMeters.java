package dev.vitrine.gateway.console;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.Upstream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** The gauges of the upstreams: endpoints by state, requests in flight, age of the snapshot. */
public final class UpstreamMeters {
  private UpstreamMeters() {}

  /**
   * Registers the gauges of one upstream.
   *
   * @param source what discovery reads, as a label
   */
  public static void register(
      MeterRegistry meters, Upstream upstream, Resilience limits, String source, Clock clock) {
    for (State state : State.values()) {
      Gauge.builder("gateway.upstream.endpoints", () -> count(upstream, state))
          .description("Endpoints of an upstream, by state")
          .tag("upstream", upstream.name())
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    Gauge.builder("gateway.discovery.snapshot.age", () -> age(upstream, clock))
        .description("Time since discovery last confirmed the endpoints")
        .baseUnit("seconds")
        .tag("upstream", upstream.name())
        .tag("source", source)
        .register(meters);
    Gauge.builder("gateway.upstream.queued", () -> limits.admission().load().queued())
        .description("Requests that wait until the upstream has fewer")
        .tag("upstream", upstream.name())
        .register(meters);
    Gauge.builder("gateway.upstream.held", () -> limits.hold().waiting())
        .description("Requests that wait for an endpoint to become ready")
        .tag("upstream", upstream.name())
        .register(meters);
    Gauge.builder(
            "gateway.upstream.in_flight",
            () -> upstream.endpoints().stream().mapToInt(Endpoint::inFlight).sum())
        .description("Requests that the upstream has now")
        .tag("upstream", upstream.name())
        .register(meters);
  }

  private static long count(Upstream upstream, State state) {
    return upstream.endpoints().stream()
        .filter(endpoint -> endpoint.shown().state() == state)
        .count();
  }

  private static double age(Upstream upstream, Clock clock) {
    return upstream
        .source()
        .updated()
        .map(updated -> Duration.between(updated, clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}
