package dev.vitrine.gateway;

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
import dev.vitrine.platform.lifecycle.DrainSignal;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.telemetry.Exchange;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.proxy.handler.ProxyHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The gateway, put together: read top to bottom, this is its architecture. */
public final class GatewayMain {
  private static final int START_SECONDS = 30;

  private final GatewayConfig config;
  private final Readiness readiness = new Readiness();
  private final Telemetry telemetry;
  private final UpstreamRegistry registry;
  private final ReadinessProbes probes;
  private final AttemptObservation observation;
  private final RouteTable routes;
  private final Clock clock = Clock.systemUTC();

  private GatewayMain(Program program, GatewayConfig config) {
    this.config = config;
    telemetry = program.telemetry(config.log(), config.eventLoops());
    registry = new UpstreamRegistry(config.upstreams().keySet(), clock);
    probes =
        new ReadinessProbes(
            telemetry.vertx(), registry, config.probe(), RandomGenerator.getDefault());
    observation = new AttemptObservation(telemetry.registry(), telemetry.openTelemetry());
    routes = config.routeTable();
  }

  /** Starts the gateway. */
  public static void main(String[] arguments) {
    Program.run("gateway", GatewayMain.class, arguments, Map.of("", GatewayMain::serve));
  }

  private static Afterwards serve(Program program) throws Exception {
    new GatewayMain(program, program.configuration(GatewayConfig.class)).open(program);
    return Afterwards.SERVE;
  }

  private void open(Program program) throws Exception {
    Supplier<Optional<String>> sourceFault = discover();
    probes.start();
    String source = config.discovery().file().isPresent() ? "file" : "static";
    UpstreamMeters.register(telemetry.registry(), registry, source, clock);
    HttpServers servers =
        HttpServers.start(
                telemetry.vertx(),
                config.http().options(),
                Telemetry.loops(config.eventLoops()),
                this::router)
            .await(START_SECONDS, TimeUnit.SECONDS);
    UpstreamsView upstreams =
        new UpstreamsView(registry, routes.routes(), source, sourceFault, clock);
    new Serving(servers, config.lifecycle(), readiness)
        .open(
            program,
            telemetry,
            config.management(),
            management -> Resource.at(management, "/upstreams").get(upstreams).only());
  }

  /** Fills the registry from the source that is configured; tells, later, what is wrong with it. */
  private Supplier<Optional<String>> discover() throws Exception {
    Optional<Path> file = config.discovery().file();
    if (file.isEmpty()) {
      registry.update(StaticDiscovery.endpoints(config.upstreams()));
      return Optional::empty;
    }
    FileDiscovery discovery =
        new FileDiscovery(telemetry.vertx(), registry, file.get(), config.discovery());
    discovery.start().await(START_SECONDS, TimeUnit.SECONDS);
    return discovery::fault;
  }

  /** The way of a request, on one event loop. */
  private Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(new DrainSignal(readiness));
    router.route().handler(new RequestHygiene());
    new ProblemHandler(bug -> Optional.empty()).mount(router);
    Resource.at(router, "/health").get(new GatewayHealth(registry)).only();
    GatewayProxies proxies =
        new GatewayProxies(
            vertx,
            config.client(),
            observation,
            telemetry.openTelemetry().getPropagators().getTextMapPropagator(),
            probes::suspect);
    routes.routes().forEach(route -> mount(router, route, proxies));
    return router;
  }

  private void mount(Router router, RouteConfig route, GatewayProxies proxies) {
    router
        .route(route.path() + "/*")
        .handler(ctx -> {
          Exchange.current().ifPresent(exchange -> exchange.routed(route.path() + "/*"));
          ctx.next();
        })
        .handler(
            ProxyHandler.create(
                proxies.to(registry.upstream(route.upstream()), route.largestBody())));
  }
}
