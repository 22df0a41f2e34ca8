package dev.vitrine.gateway;

import dev.vitrine.gateway.ServedUpstreams.ServedUpstream;
import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.console.GatewayHealth;
import dev.vitrine.gateway.console.UpstreamMeters;
import dev.vitrine.gateway.console.UpstreamsView;
import dev.vitrine.gateway.discovery.FileDiscovery;
import dev.vitrine.gateway.discovery.ReadinessProbes;
import dev.vitrine.gateway.discovery.StaticDiscovery;
import dev.vitrine.gateway.proxy.AttemptObservation;
import dev.vitrine.gateway.proxy.GatewayProxies;
import dev.vitrine.gateway.proxy.RequestHygiene;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.route.RouteTable;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.http.Resource;
import dev.vitrine.platform.http.WellFormedTarget;
import dev.vitrine.platform.lifecycle.DrainSignal;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.telemetry.Exchange;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.proxy.handler.ProxyHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** The gateway, put together: read top to bottom, this is its architecture. */
final class Gateway {
  private static final int START_SECONDS = 30;

  private final Telemetry telemetry;
  private final GatewayConfig config;
  private final Readiness readiness;
  private final RouteTable routes;
  private final UpstreamRegistry registry;
  private final ServedUpstreams upstreams;
  private final Optional<FileDiscovery> file;
  private final ReadinessProbes probes;
  private final AttemptObservation observation;
  private final UpstreamsView view;
  private final HttpServers servers;

  private Gateway(Telemetry telemetry, GatewayConfig config, Readiness readiness)
      throws TimeoutException {
    this.telemetry = telemetry;
    this.config = config;
    this.readiness = readiness;
    Vertx vertx = telemetry.vertx();
    Clock clock = Clock.systemUTC();

    routes = config.routeTable();
    registry = new UpstreamRegistry(config.upstreams().keySet(), clock, System::nanoTime);
    upstreams = new ServedUpstreams(registry, config.upstreams());
    file = discover(vertx);
    probes =
        new ReadinessProbes(
            vertx,
            registry,
            upstream -> upstreams.named(upstream.name()).config().probe(),
            RandomGenerator.getDefault());
    probes.start();

    String source = file.isPresent() ? "file" : "static";
    for (ServedUpstream served : upstreams.all()) {
      UpstreamMeters.register(
          telemetry.registry(), served.upstream(), served.resilience(), source, clock);
    }
    view = new UpstreamsView(registry, routes.routes(), source, clock);
    observation = new AttemptObservation(telemetry.registry(), telemetry.openTelemetry());
    servers =
        HttpServers.start(
                vertx, config.http().options(), Telemetry.loops(config.eventLoops()), this::router)
            .await(START_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Starts discovery, probes and the public server. Blocks until they are up, whatever upstreams
   * are; not for an event loop.
   *
   * @throws TimeoutException where the server does not come up
   */
  static Gateway start(Telemetry telemetry, GatewayConfig config, Readiness readiness)
      throws TimeoutException {
    return new Gateway(telemetry, config, readiness);
  }

  HttpServers servers() {
    return servers;
  }

  /** Why what discovery reads is not used; empty where it is. */
  String discoveryFault() {
    return file.flatMap(FileDiscovery::fault).orElse("");
  }

  /** Adds what the gateway tells of itself to the management server. */
  void mountManagement(Router management) {
    Resource.at(management, "/upstreams").get(view).only();
  }

  /** Stops what looks for endpoints; requests go on with those that are known. */
  void stop() {
    file.ifPresent(FileDiscovery::stop);
    probes.stop();
  }

  /**
   * Fills the registry from the source that is configured; returns the one that goes on looking.
   */
  private Optional<FileDiscovery> discover(Vertx vertx) throws TimeoutException {
    Optional<Path> path = config.discovery().file();
    if (path.isEmpty()) {
      for (ServedUpstream served : upstreams.all()) {
        StaticDiscovery.tell(served.upstream(), served.config().endpoints());
      }
      return Optional.empty();
    }
    FileDiscovery discovery = new FileDiscovery(vertx, registry, path.get(), config.discovery());
    discovery.start().await(START_SECONDS, TimeUnit.SECONDS);
    return Optional.of(discovery);
  }

  /** The way of a request, on one event loop. */
  private Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(new DrainSignal(readiness));
    router.route().handler(new RequestHygiene());
    router.route().handler(new WellFormedTarget());
    new ProblemHandler(bug -> Optional.empty()).mount(router);
    Resource.at(router, "/health").get(new GatewayHealth(registry)).only();
    Map<String, GatewayProxies> proxies = new HashMap<>();
    for (RouteConfig route : routes.routes()) {
      mount(router, route, proxies.computeIfAbsent(route.upstream(), name -> proxies(vertx, name)));
    }
    return router;
  }

  private GatewayProxies proxies(Vertx vertx, String upstream) {
    ServedUpstream served = upstreams.named(upstream);
    return new GatewayProxies(
        vertx,
        served.upstream(),
        served.config().client(),
        served.resilience(),
        new EndpointChooser(
            served.config().balance(),
            config.zone(),
            RandomGenerator.getDefault(),
            System::nanoTime),
        observation,
        telemetry.openTelemetry().getPropagators().getTextMapPropagator(),
        probes::suspect);
  }

  private static void mount(Router router, RouteConfig route, GatewayProxies proxies) {
    String template = route.path() + "/*";
    router
        .route(template)
        .handler(ctx -> {
          Exchange.current().ifPresent(exchange -> exchange.routed(template));
          ctx.next();
        })
        .handler(ProxyHandler.create(proxies.to(route)));
  }
}
