package dev.vitrine.gateway;

import dev.vitrine.gateway.discovery.DiscoveryConfig;
import dev.vitrine.gateway.discovery.EndpointSource;
import dev.vitrine.gateway.discovery.UpstreamSources;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.route.RouteDefaults;
import dev.vitrine.gateway.route.RouteTable;
import dev.vitrine.gateway.security.EdgeConfig;
import dev.vitrine.gateway.security.tls.ServerCertificate;
import dev.vitrine.platform.config.Inherits;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.http.HttpConfig;
import dev.vitrine.platform.lifecycle.LifecycleConfig;
import dev.vitrine.platform.lifecycle.ManagementConfig;
import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.MetricsConfig;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway is configured by; {@code defaults.yaml} says what each value means.
 *
 * @param eventLoops how many event loops serve; 0 for the number of cores
 * @param zone where this gateway runs; empty where that does not matter
 * @param upstreams by name
 */
record GatewayConfig(
    int eventLoops,
    Optional<String> zone,
    HttpConfig http,
    ManagementConfig management,
    LifecycleConfig lifecycle,
    LogConfig log,
    MetricsConfig metrics,
    DiscoveryConfig discovery,
    EdgeConfig edge,
    UpstreamDefaults upstreamDefaults,
    RouteDefaults routeDefaults,
    @Inherits("upstream-defaults") Map<String, UpstreamConfig> upstreams,
    @Inherits("route-defaults") List<RouteConfig> routes) {

  GatewayConfig {
    Require.between("event-loops", eventLoops, 0, 256);
    // Checks the routes against the upstreams, and tells every fault.
    RouteTable table = new RouteTable(routes, upstreams.keySet());
    edge.check(table.protections(), upstreams.keySet());
    for (int i = 0; i < routes.size(); i++) {
      checkHeadTimeout("routes[" + i + "].head-timeout", routes.get(i), http, upstreams);
    }
  }

  /** Nothing moves while the head of an answer is waited for: either connection may end by that. */
  private static void checkHeadTimeout(
      String key, RouteConfig route, HttpConfig http, Map<String, UpstreamConfig> upstreams) {
    Require.atMost(key, route.headTimeout(), "http.idle-timeout", http.idleTimeout());
    UpstreamConfig upstream = upstreams.get(route.upstream());
    if (upstream != null) {
      String idle = "upstreams.%s.client.idle-timeout".formatted(route.upstream());
      Require.atMost(key, route.headTimeout(), idle, upstream.client().idleTimeout());
    }
  }

  TelemetryConfig telemetry() {
    return new TelemetryConfig(log, metrics, eventLoops);
  }

  RouteTable routeTable() {
    return new RouteTable(routes, upstreams.keySet());
  }

  /**
   * Checks what this needs where it is to run: an API server, the files of a certificate. Blocks.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException where a start would fail here
   */
  void requireUsable(Vertx vertx, Map<String, String> environment) {
    new UpstreamSources(vertx, discovery, environment).requireUsable(sources());
    edge.tls().ifPresent(tls -> ServerCertificate.read(vertx, tls));
  }

  /** What tells of the endpoints of each upstream. */
  List<EndpointSource> sources() {
    return upstreams.values().stream().map(UpstreamConfig::source).toList();
  }

  /** The same with the upstreams and routes of another. */
  GatewayConfig withRouting(GatewayConfig other) {
    return new GatewayConfig(
        eventLoops,
        zone,
        http,
        management,
        lifecycle,
        log,
        metrics,
        discovery,
        edge,
        other.upstreamDefaults,
        other.routeDefaults,
        other.upstreams,
        other.routes);
  }
}
