package dev.vitrine.gateway;

import dev.vitrine.gateway.ServedUpstreams.ServedUpstream;
import dev.vitrine.gateway.ServedUpstreams.Way;
import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.console.ConfigStatus;
import dev.vitrine.gateway.console.Console;
import dev.vitrine.gateway.console.ConsoleRoutes;
import dev.vitrine.gateway.console.EdgeStatus;
import dev.vitrine.gateway.console.GatewayStatus;
import dev.vitrine.gateway.console.ShownRoutes;
import dev.vitrine.gateway.discovery.FileDiscovery;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.discovery.ReadinessProbes;
import dev.vitrine.gateway.discovery.UpstreamSources;
import dev.vitrine.gateway.discovery.WatchedFile;
import dev.vitrine.gateway.proxy.AttemptObservation;
import dev.vitrine.gateway.proxy.Destination;
import dev.vitrine.gateway.proxy.GatewayProxies;
import dev.vitrine.gateway.route.RouteTable;
import dev.vitrine.gateway.security.EdgeRoutes;
import dev.vitrine.gateway.security.tls.ServerCertificate;
import dev.vitrine.gateway.security.token.TokenVerification;
import dev.vitrine.gateway.time.Clocks;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The gateway, put together: read top to bottom, this is its architecture. */
final class Gateway {
  private static final int START_SECONDS = 30;

  private final Telemetry telemetry;
  private final GatewayConfig config;
  private final Readiness readiness;
  private final UpstreamRegistry registry;
  private final UpstreamSources sources;
  private final ReadinessProbes probes;
  private final AttemptObservation observation;
  private final Console console;
  private final List<WatchedFile> files = new ArrayList<>();
  private final Optional<TokenVerification> tokens;
  private final Optional<ServerCertificate> certificate;
  private final LoopRouters loops;
  private final PublicServer server;
  private volatile Routing routing;

  private Gateway(Telemetry telemetry, ConfigFile source, GatewayConfig config, Readiness readiness)
      throws TimeoutException {
    this.telemetry = telemetry;
    this.config = config;
    this.readiness = readiness;
    Vertx vertx = telemetry.vertx();
    Clock clock = Clock.systemUTC();

    registry = new UpstreamRegistry(config.upstreams().keySet(), clock, System::nanoTime);
    sources = new UpstreamSources(vertx, config.discovery(), source.environment());
    readiness.require("discovery", () -> Future.succeededFuture(sources.waiting()));
    tokens = tokens(vertx);
    certificate = config.edge().tls().map(tls -> ServerCertificate.read(vertx, tls));
    ConfigStatus status =
        new ConfigStatus(source.path().map(Path::toString).orElse(""), clock, telemetry.registry());
    console = console(status, clock);
    EdgeRoutes edge =
        new EdgeRoutes(config.edge(), config.http().maxUriLength(), tokens, telemetry.registry());
    routing = new Routing(config.routeTable(), ServedUpstreams.NONE, edge);
    routing = route(config);
    if (config.discovery().file().isPresent()) {
      watchEndpoints(vertx, config.discovery().file().get());
    }
    probes = ReadinessProbes.overHttp(vertx, registry, this::probing, RandomGenerator.getDefault());
    probes.start();

    observation = new AttemptObservation(telemetry.registry(), telemetry.openTelemetry());
    tokens.ifPresent(TokenVerification::start);
    loops = new LoopRouters(readiness, registry, () -> routing, this::proxies);
    server = PublicServer.start(telemetry, config, certificate, () -> routing.edge(), loops::open);
    if (source.path().isPresent()) {
      watchConfiguration(vertx, source, new ConfigReload(source, config, this::reload, status));
    }
  }

  /**
   * Starts discovery, probes and the public server. Blocks until they are up, whatever upstreams
   * are; not for an event loop.
   *
   * @param source where {@code config} was read from; what is written there from then on is taken
   *     over
   * @throws TimeoutException where the server does not come up
   */
  static Gateway start(
      Telemetry telemetry, ConfigFile source, GatewayConfig config, Readiness readiness)
      throws TimeoutException {
    return new Gateway(telemetry, source, config, readiness);
  }

  private Console console(ConfigStatus status, Clock clock) {
    EdgeStatus edge = new EdgeStatus(tokens, certificate, telemetry.registry(), clock);
    return new Console(
        registry,
        new ShownRoutes(config.routeTable().routes(), config.routeDefaults()),
        new GatewayStatus(clock.instant(), readiness, status, edge),
        telemetry.registry(),
        clock);
  }

  private Optional<TokenVerification> tokens(Vertx vertx) {
    RandomGenerator random = RandomGenerator.getDefault();
    return config
        .edge()
        .tokens()
        .map(it ->
            TokenVerification.of(
                vertx,
                it,
                new UpstreamKeys(vertx, registry, it, random),
                Clocks.system(),
                telemetry.openTelemetry()));
  }

  HttpServers servers() {
    return server.servers();
  }

  /** Why a file that is watched is not in use, as it is now; empty where all are. */
  String fileFault() {
    return files.stream().flatMap(file -> file.fault().stream()).collect(Collectors.joining("; "));
  }

  /** Which sources the gateway waits for before it is ready; empty where for none. */
  String waitingForSources() {
    return sources.waiting().orElse("");
  }

  /** Adds what the gateway tells of itself to the management server. */
  void mountManagement(Router management) {
    new ConsoleRoutes(console).mount(management);
  }

  /** Stops what looks for endpoints; requests go on with those that are known. */
  void stop() {
    files.forEach(WatchedFile::stop);
    sources.stop();
    probes.stop();
    tokens.ifPresent(TokenVerification::stop);
    server.stop();
  }

  private void watchEndpoints(Vertx vertx, Path path) throws TimeoutException {
    WatchedFile file =
        new WatchedFile(vertx, path, config.discovery().poll(), new FileDiscovery(registry));
    files.add(file);
    file.start().await(START_SECONDS, TimeUnit.SECONDS);
  }

  private void watchConfiguration(Vertx vertx, ConfigFile source, ConfigReload reload)
      throws TimeoutException {
    Path path = source.path().orElseThrow();
    WatchedFile file = new WatchedFile(vertx, path, config.discovery().poll(), reload);
    files.add(file);
    source.lastRead().ifPresent(file::accept);
    file.start().await(START_SECONDS, TimeUnit.SECONDS);
  }

  /** Upstreams and routes of a configuration; endpoints of the configuration are told. */
  private Routing route(GatewayConfig read) {
    sources.requireUsable(read.sources());
    registry.configure(read.upstreams().keySet());
    ServedUpstreams upstreams = routing.upstreams().reconfigured(registry, read.upstreams());
    for (ServedUpstream served : upstreams.all()) {
      if (config.discovery().file().isEmpty()) {
        sources.follow(served.upstream(), served.config().source());
      }
    }
    sources.retain(read.upstreams().keySet());
    RouteTable routes = read.routeTable();
    console.show(
        upstreams.all().stream().map(it -> it.shown(config.discovery())).toList(),
        new ShownRoutes(routes.routes(), read.routeDefaults()));
    return new Routing(routes, upstreams, routing.edge().with(routes.protections()));
  }

  /** Takes over another configuration's upstreams and routes, loop by loop. */
  private synchronized void reload(GatewayConfig read) {
    Routing next = route(read);
    routing = next;
    loops.apply(next);
  }

  private ProbeConfig probing(Upstream upstream) {
    Optional<ServedUpstream> served = routing.upstreams().find(upstream.name());
    return served.map(found -> found.config().probe()).orElse(config.upstreamDefaults().probe());
  }

  private GatewayProxies proxies(Vertx vertx, Way way) {
    EndpointChooser chooser =
        new EndpointChooser(
            way.balance(), config.zone(), RandomGenerator.getDefault(), System::nanoTime);
    Destination destination =
        new Destination(way.upstream(), way.client(), way.resilience(), chooser, probes::suspect);
    return new GatewayProxies(
        vertx, destination, observation, routing.edge().forwarded(), config.edge().limits());
  }
}
