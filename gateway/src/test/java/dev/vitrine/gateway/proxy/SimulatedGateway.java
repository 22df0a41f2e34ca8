package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.BalanceConfig;
import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.discovery.ReadinessProbes;
import dev.vitrine.gateway.resilience.AdmissionConfig;
import dev.vitrine.gateway.resilience.EjectionConfig;
import dev.vitrine.gateway.resilience.HedgingConfig;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.resilience.ResilienceConfig;
import dev.vitrine.gateway.resilience.RetryBudgetConfig;
import dev.vitrine.gateway.resilience.RetryConfig;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.security.RouteProtection;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.client.ProxiesConfig;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The engine as it is, with the defaults, between simulated clients and simulated servers. */
final class SimulatedGateway {
  private static final String NAME = "shop";

  private static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(30);

  static final ClientConfig CLIENT =
      new ClientConfig(
          ClientConfig.Protocol.HTTP1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(4),
          Duration.ofSeconds(1),
          1024,
          16,
          256,
          Duration.ofSeconds(30));

  static final RequestHeaders HEADERS =
      new RequestHeaders(
          TextMapPropagator.noop(),
          new ForwardedFields(new ProxiesConfig(List.of(), ProxiesConfig.Field.X_FORWARDED_FOR)));

  private static final ProbeConfig PROBES =
      new ProbeConfig(
          Duration.ofSeconds(1), Duration.ofMillis(400), Duration.ofMillis(800), 2, 1, 20);

  static final ResilienceConfig RESILIENCE =
      new ResilienceConfig(
          new AdmissionConfig(1024, 256, Duration.ofSeconds(1), Duration.ofMillis(100), false),
          new RetryBudgetConfig(3, 20, Duration.ofSeconds(10)),
          new HedgingConfig(95, 5, Duration.ofSeconds(10), 100),
          new EjectionConfig(
              2,
              Duration.ofSeconds(5),
              5,
              Duration.ofSeconds(10),
              Duration.ofSeconds(300),
              50,
              Duration.ofSeconds(10),
              20));

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final UpstreamRegistry registry;
  private final Resilience resilience;
  private final Function<RouteConfig, GatewayProxy> proxies;
  private final GatewayProxy proxy;

  SimulatedGateway(VirtualTime time, Random random, SimulatedShop shop, boolean hedging) {
    this(time, random, shop, hedging, "");
  }

  /**
   * @param zone its own; empty where it does not matter
   */
  SimulatedGateway(
      VirtualTime time, Random random, SimulatedShop shop, boolean hedging, String zone) {
    registry = new UpstreamRegistry(Set.of(NAME), time, time::nanos);
    resilience = Resilience.of(upstream(), RESILIENCE, random, time::nanos);
    ReadinessProbes probes =
        new ReadinessProbes(shop::probe, registry, any -> PROBES, random, time);
    UpstreamCall call = new UpstreamCall(clients(shop.client()), HEADERS, CLIENT, time);
    Dispatcher dispatcher =
        new Dispatcher(
            NAME,
            call,
            new AttemptObservation(meters, OpenTelemetry.noop()),
            new Lessons(resilience, probes::suspect, time::nanos),
            time::nanos);
    Answering answering = new Answering(new ResponseRelay(time), ownNanos -> {});
    EndpointChooser chooser =
        new EndpointChooser(
            new BalanceConfig(Duration.ofSeconds(30), 10, 50), named(zone), random, time::nanos);
    Candidates candidates = new Candidates(upstream(), chooser, resilience.hold(), time);
    Tries tries =
        new Tries(
            candidates,
            new Sending(candidates, dispatcher, resilience.hedging(), time),
            new RetryRules(resilience.budget(), random),
            answering,
            time);
    Forwarder forwarder = new Forwarder(NAME, resilience.admission(), tries, answering, time);
    proxies =
        route -> new GatewayProxy(route, forwarder::forward, answering, body -> body, time::nanos);
    proxy = proxies.apply(route(hedging));
    probes.start();
  }

  /** These for all requests, never closed. */
  static UpstreamClients clients(HttpClient client) {
    UpstreamClients.Pool pool = new UpstreamClients.Pool(client, address -> 0);
    return new UpstreamClients(() -> new UpstreamClients.Pair(pool, pool), _ -> {});
  }

  static RouteConfig route(boolean hedging) {
    return route(hedging, Duration.ofSeconds(1), TOTAL_TIMEOUT, false);
  }

  /** One whose requests have so long; no limit at all where it streams. */
  static RouteConfig route(Duration totalTimeout, boolean streaming) {
    return route(false, Duration.ofSeconds(1), totalTimeout, streaming);
  }

  private static RouteConfig route(
      boolean hedging, Duration longestAsked, Duration totalTimeout, boolean streaming) {
    return new RouteConfig(
        "/a",
        NAME,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        totalTimeout,
        streaming,
        hedging,
        10 << 20,
        new RetryConfig(2, 1 << 16, Duration.ofMillis(25), Duration.ofMillis(250), longestAsked),
        RouteProtection.none());
  }

  Upstream upstream() {
    return registry.upstream(NAME);
  }

  /** What it has measured. */
  MeterRegistry meters() {
    return meters;
  }

  Resilience resilience() {
    return resilience;
  }

  /** Says which servers there are. */
  void discover(Collection<Integer> servers) {
    discover(servers.stream().collect(Collectors.toMap(number -> number, number -> "")));
  }

  /** Says which servers there are, and in which zone each of them is; empty where it is unknown. */
  void discover(Map<Integer, String> zones) {
    upstream()
        .update(
            zones.entrySet().stream()
                .map(server -> report("10.0.0." + server.getKey(), named(server.getValue())))
                .toList());
  }

  private static EndpointReport report(String host, Optional<String> zone) {
    return new EndpointReport(
        new HostPort(host, SimulatedShop.PORT),
        "",
        Optional.of(new HostPort(host, SimulatedShop.MANAGEMENT)),
        EndpointReport.Condition.READY,
        zone,
        EndpointReport.DEFAULT_WEIGHT);
  }

  private static Optional<String> named(String zone) {
    return Optional.of(zone).filter(name -> !name.isEmpty());
  }

  void handle(HttpServerRequest request) {
    proxy.handle(request);
  }

  /** The same by a route that waits for so long where an upstream asks it to. */
  void handle(HttpServerRequest request, Duration longestAsked) {
    handle(request, route(false, longestAsked, TOTAL_TIMEOUT, false));
  }

  /** The same by this route. */
  void handle(HttpServerRequest request, RouteConfig route) {
    proxies.apply(route).handle(request);
  }
}
