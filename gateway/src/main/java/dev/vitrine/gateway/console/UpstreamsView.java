package dev.vitrine.gateway.console;

import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.Answers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code GET /upstreams} on the management port: every route, every endpoint, its state, why, and
 * since when; where endpoints come from, and how old that knowledge is.
 */
public final class UpstreamsView implements Handler<RoutingContext> {
  private final UpstreamRegistry registry;
  private final Supplier<List<RouteConfig>> routes;
  private final Supplier<ConfigStatus.View> config;
  private final String source;
  private final Clock clock;

  /**
   * @param source what discovery reads
   */
  public UpstreamsView(
      UpstreamRegistry registry,
      Supplier<List<RouteConfig>> routes,
      Supplier<ConfigStatus.View> config,
      String source,
      Clock clock) {
    this.registry = registry;
    this.routes = routes;
    this.config = config;
    this.source = source;
    this.clock = clock;
  }

  private record View(
      ConfigStatus.View config, List<UpstreamView> upstreams, List<RouteView> routes) {}

  private record SourceView(String kind, String fault, double snapshotAgeSeconds) {}

  private record UpstreamView(String name, SourceView source, List<EndpointView> endpoints) {}

  private record EndpointView(
      String address,
      String management,
      String state,
      String reason,
      Instant since,
      int inFlight) {}

  private record RouteView(String path, String upstream, long maxBody) {}

  @Override
  public void handle(RoutingContext ctx) {
    Answers.json(
        ctx,
        200,
        new View(
            config.get(),
            registry.upstreams().stream().map(this::upstream).toList(),
            routes.get().stream().map(UpstreamsView::route).toList()));
  }

  private double snapshotAge(Upstream upstream) {
    return upstream
        .source()
        .updated()
        .map(updated -> Duration.between(updated, clock.instant()).toMillis() / 1000.0)
        .orElse(-1.0);
  }

  private UpstreamView upstream(Upstream upstream) {
    return new UpstreamView(
        upstream.name(),
        new SourceView(source, upstream.source().fault(), snapshotAge(upstream)),
        upstream.endpoints().stream().map(UpstreamsView::endpoint).toList());
  }

  private static EndpointView endpoint(Endpoint endpoint) {
    Endpoint.Status status = endpoint.shown();
    return new EndpointView(
        endpoint.address().toString(),
        endpoint.management().map(Object::toString).orElse(""),
        status.state().name().toLowerCase(Locale.ROOT),
        status.reason(),
        status.since(),
        endpoint.inFlight());
  }

  private static RouteView route(RouteConfig route) {
    return new RouteView(route.path(), route.upstream(), route.maxBody());
  }
}
