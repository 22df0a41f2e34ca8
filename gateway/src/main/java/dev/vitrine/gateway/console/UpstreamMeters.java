package dev.vitrine.gateway.console;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.Upstream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The gauges of the upstreams: endpoints by state, requests in flight, queued and held, age of the
 * snapshot.
 */
public final class UpstreamMeters {
  private final MeterRegistry meters;
  private final String source;
  private final Clock clock;
  private final Map<String, List<Meter>> registered = new HashMap<>();

  /**
   * @param source what discovery reads, as a label
   */
  public UpstreamMeters(MeterRegistry meters, String source, Clock clock) {
    this.meters = meters;
    this.source = source;
    this.clock = clock;
  }

  /** Shows this upstream, in the place of what was shown of one of the same name. */
  public synchronized void show(Upstream upstream, Resilience limits) {
    hide(upstream.name());
    List<Meter> gauges = new ArrayList<>();
    for (State state : State.values()) {
      gauges.add(
          Gauge.builder("gateway.upstream.endpoints", () -> count(upstream, state))
              .description("Endpoints of an upstream, by state")
              .tag("upstream", upstream.name())
              .tag("state", state.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
    gauges.add(
        Gauge.builder("gateway.discovery.snapshot.age", () -> age(upstream))
            .description("Time since discovery last confirmed the endpoints")
            .baseUnit("seconds")
            .tag("upstream", upstream.name())
            .tag("source", source)
            .register(meters));
    gauges.add(
        gauge(
            upstream,
            "in_flight",
            "Requests that the upstream has now",
            () -> upstream.endpoints().stream().mapToInt(Endpoint::inFlight).sum()));
    gauges.add(
        gauge(
            upstream,
            "queued",
            "Requests that wait until the upstream has fewer",
            () -> limits.admission().load().queued()));
    gauges.add(
        gauge(
            upstream,
            "held",
            "Requests that wait for an endpoint to become ready",
            () -> limits.hold().waiting()));
    registered.put(upstream.name(), gauges);
  }

  /** Shows no others than these. */
  public synchronized void retain(Set<String> names) {
    List.copyOf(registered.keySet()).stream()
        .filter(name -> !names.contains(name))
        .forEach(this::hide);
  }

  private void hide(String name) {
    List<Meter> gauges = registered.remove(name);
    if (gauges != null) {
      gauges.forEach(meters::remove);
    }
  }

  private Meter gauge(Upstream upstream, String what, String description, Supplier<Number> value) {
    return Gauge.builder("gateway.upstream." + what, value)
        .description(description)
        .tag("upstream", upstream.name())
        .register(meters);
  }

  private static long count(Upstream upstream, State state) {
    return upstream.endpoints().stream()
        .filter(endpoint -> endpoint.shown().state() == state)
        .count();
  }

  private double age(Upstream upstream) {
    return upstream
        .source()
        .updated()
        .map(updated -> Duration.between(updated, clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}
