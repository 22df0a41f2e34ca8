package dev.vitrine.gateway.console;

import dev.vitrine.gateway.console.Traffic.Sums;
import dev.vitrine.gateway.console.UpstreamView.Counts;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the gateway tells those who operate it: the meters of its upstreams, and one picture of all
 * that it is and does, for {@code /upstreams}. Safe for any thread.
 */
public final class Console {
  private final GatewayStatus status;
  private final Clock clock;
  private final UpstreamMeters meters;
  private final Traffic traffic;
  private final StateChanges changes = new StateChanges();
  private volatile List<ShownUpstream> upstreams = List.of();
  private volatile ShownRoutes routes;

  /** Shows no upstreams yet; knows of their changes from now on. */
  public Console(
      UpstreamRegistry registry,
      ShownRoutes routes,
      GatewayStatus status,
      MeterRegistry meters,
      Clock clock) {
    this.routes = routes;
    this.status = status;
    this.clock = clock;
    this.meters = new UpstreamMeters(meters, clock);
    this.traffic = new Traffic(meters);
    registry.listen(changes);
    registry.listen(this.meters);
  }

  /**
   * The whole picture, as {@code docs/console.md} describes it.
   *
   * @param at when that was
   * @param changes the newest first
   */
  record Picture(
      Instant at,
      GatewayStatus.Phase gateway,
      ConfigStatus.View config,
      EdgeStatus.View edge,
      TrafficView traffic,
      List<UpstreamView> upstreams,
      List<RouteView> routes,
      List<StateChanges.Change> changes) {}

  /**
   * All requests together.
   *
   * @param latencyBoundsSeconds what every list named {@code latency} counts up to
   * @param rejected answers that the gateway made itself, by reason
   */
  record TrafficView(
      long requests,
      long errors,
      List<Double> latencyBoundsSeconds,
      List<Long> latency,
      Map<String, Long> rejected) {}

  /** Shows these from now on, in the place of those before. */
  public void show(Collection<ShownUpstream> servedUpstreams, ShownRoutes servedRoutes) {
    upstreams = List.copyOf(servedUpstreams);
    routes = servedRoutes;
    meters.show(upstreams);
  }

  /** How everything is now. May take some milliseconds. */
  Picture picture() {
    Map<String, Sums> byRoute = traffic.byRoute();
    ShownRoutes shown = routes;
    return new Picture(
        clock.instant(),
        status.phase(),
        status.config().view(),
        status.edge().view(),
        all(byRoute.values()),
        upstreamViews(),
        shown.routes().stream()
            .map(route -> RouteView.of(route, shown.defaults(), byRoute))
            .toList(),
        changes.newestFirst());
  }

  private TrafficView all(Collection<Sums> routed) {
    Sums all = routed.stream().reduce(Sums.none(), Sums::plus);
    return new TrafficView(
        all.requests(),
        all.errors(),
        Traffic.BOUNDS,
        all.latency(),
        traffic.counts(Metric.GATEWAY_REJECTED, Label.REJECTION_REASON));
  }

  private List<UpstreamView> upstreamViews() {
    Map<String, Sums> attempts = traffic.byUpstream();
    Map<String, Long> retries = traffic.counts(Metric.GATEWAY_RETRIES, Label.UPSTREAM);
    Map<String, Long> ejections = traffic.counts(Metric.GATEWAY_EJECTIONS, Label.UPSTREAM);
    return upstreams.stream()
        .map(shown -> {
          String name = shown.upstream().name();
          return UpstreamView.of(
              shown,
              clock,
              attempts.getOrDefault(name, Sums.none()),
              new Counts(retries.getOrDefault(name, 0L), ejections.getOrDefault(name, 0L)));
        })
        .toList();
  }
}
