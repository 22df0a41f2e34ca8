package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.DateField;
import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The server for those who operate the process: {@code /metrics}, {@code /health/live}, {@code
 * /health/ready}, {@code /health/started}. Not traced, not measured, never routed by the gateway.
 */
public final class ManagementServer {
  private final Readiness readiness;
  private final EventLoops eventLoops;

  private ManagementServer(Readiness readiness, EventLoops eventLoops) {
    this.readiness = readiness;
    this.eventLoops = eventLoops;
  }

  /**
   * Starts the server.
   *
   * @param serving the event loops whose turning makes the process live
   * @param more adds the process's own routes
   * @return fails where the address cannot be bound
   */
  public static Future<HttpServer> start(
      Telemetry telemetry,
      ManagementConfig config,
      Readiness readiness,
      List<Context> serving,
      Consumer<Router> more) {
    Vertx vertx = telemetry.vertx();
    ManagementServer server = new ManagementServer(readiness, new EventLoops(serving));
    Router router = Router.router(vertx);
    router.route().handler(new DateField());
    new ProblemHandler(bug -> Optional.empty()).mount(router);
    router.route("/metrics").method(HttpMethod.GET).handler(telemetry.scrape());
    router.route("/health/live").method(HttpMethod.GET).handler(server::live);
    router.route("/health/ready").method(HttpMethod.GET).handler(server::ready);
    router.route("/health/started").method(HttpMethod.GET).handler(server::started);
    more.accept(router);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setIdleTimeout(75)
            .setTracingPolicy(TracingPolicy.IGNORE);
    return HttpServers.strict(vertx.createHttpServer(options))
        .requestHandler(router)
        .listen()
        .recover(failure -> Future.failedFuture(HttpServers.naming(options, failure)));
  }

  private void live(RoutingContext ctx) {
    eventLoops
        .turn()
        .onSuccess(turning -> answer(ctx, Map.of()))
        .onFailure(stuck -> answer(ctx, Map.of("event-loops", "an event loop does not turn")));
  }

  private void ready(RoutingContext ctx) {
    readiness.reasons().onSuccess(reasons -> answer(ctx, reasons)).onFailure(ctx::fail);
  }

  private void started(RoutingContext ctx) {
    answer(ctx, readiness.isStarted() ? Map.of() : Map.of("process", "starting"));
  }

  private record Health(String status, Map<String, String> reasons) {}

  private static void answer(RoutingContext ctx, Map<String, String> reasons) {
    Answers.json(
        ctx,
        reasons.isEmpty() ? 200 : 503,
        new Health(reasons.isEmpty() ? "ok" : "unavailable", new TreeMap<>(reasons)));
  }
}
