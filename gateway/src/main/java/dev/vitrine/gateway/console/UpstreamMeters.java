package dev.vitrine.gateway.console;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.Upstream.StateChange;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
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
import java.util.function.Supplier;

/**
 * The meters of the upstreams: endpoints by state, requests in flight, queued and held, ejections,
 * age of the snapshot. Safe for any thread.
 */
final class UpstreamMeters implements StateListener {
  static final String EJECTIONS = "gateway.ejections";

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
    gone.forEach(
        name -> meters.find(EJECTIONS).tag("upstream", name).counters().forEach(meters::remove));
  }

  @Override
  public void changed(StateChange change) {
    if (change.after().filter(status -> status.state() == State.EJECTED).isPresent()) {
      ejections(change.upstream().name(), change.endpoint().failures().cause()).increment();
    }
  }

  private Counter ejections(String upstream, Cause cause) {
    return Counter.builder(EJECTIONS)
        .description("Endpoints kept out of use for what requests have met there")
        .tag("upstream", upstream)
        .tag("reason", cause.label())
        .register(meters);
  }

  private List<Meter> gauges(ShownUpstream shown) {
    Upstream upstream = shown.upstream();
    Resilience limits = shown.limits();
    List<Meter> gauges = new ArrayList<>();
    for (State state : State.values()) {
      gauges.add(
          Gauge.builder("gateway.upstream.endpoints", () -> count(upstream, state))
              .description("Endpoints of an upstream, by state")
              .tag("upstream", upstream.name())
              .tag("state", Labels.of(state))
              .register(meters));
    }
    gauges.add(
        Gauge.builder("gateway.discovery.snapshot.age", () -> age(shown))
            .description("Time since discovery last told or confirmed the endpoints")
            .baseUnit("seconds")
            .tag("upstream", upstream.name())
            .tag("source", shown.source().label())
            .register(meters));
    gauges.add(
        gauge(
            "gateway.upstream.in_flight",
            upstream,
            "Requests that the upstream has now",
            () -> upstream.endpoints().stream().mapToInt(Endpoint::inFlight).sum()));
    gauges.add(
        gauge(
            "gateway.upstream.queued",
            upstream,
            "Requests that wait until the upstream has fewer",
            () -> limits.admission().load().queued()));
    gauges.add(
        gauge(
            "gateway.held.requests",
            upstream,
            "Requests that wait for an endpoint to become ready",
            () -> limits.hold().waiting()));
    return gauges;
  }

  private Meter gauge(String name, Upstream upstream, String description, Supplier<Number> value) {
    return Gauge.builder(name, value)
        .description(description)
        .tag("upstream", upstream.name())
        .register(meters);
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
