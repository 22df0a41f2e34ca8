package dev.vitrine.gateway;

import dev.vitrine.gateway.ServedUpstreams.Way;
import dev.vitrine.gateway.console.GatewayHealth;
import dev.vitrine.gateway.proxy.GatewayProxies;
import dev.vitrine.gateway.proxy.RequestHygiene;
import dev.vitrine.gateway.proxy.TraceIds;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.DateField;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.http.Resource;
import dev.vitrine.platform.http.WellFormedTarget;
import dev.vitrine.platform.lifecycle.DrainSignal;
import dev.vitrine.platform.lifecycle.Readiness;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The way of a request, on every event loop: first what each of them passes, then its route. */
final class LoopRouters {
  private final Readiness readiness;
  private final UpstreamRegistry registry;
  private final Supplier<Routing> routing;
  private final BiFunction<Vertx, Way, GatewayProxies> proxies;
  private final Map<Context, LoopRouter> loops = new ConcurrentHashMap<>();

  /**
   * @param routing the one that holds now, asked at each use
   * @param proxies makes those to an upstream, for one event loop
   */
  LoopRouters(
      Readiness readiness,
      UpstreamRegistry registry,
      Supplier<Routing> routing,
      BiFunction<Vertx, Way, GatewayProxies> proxies) {
    this.readiness = readiness;
    this.registry = registry;
    this.routing = routing;
    this.proxies = proxies;
  }

  /** The handler of one event loop. On that event loop. */
  Handler<HttpServerRequest> open(Vertx vertx) {
    LoopRouter loop =
        new LoopRouter(Router.router(vertx), this::mountFirst, way -> proxies.apply(vertx, way));
    loop.apply(routing.get());
    loops.put(vertx.getOrCreateContext(), loop);
    return new TraceIds(covered(loop.router()));
  }

  /** Takes over another routing, loop by loop. For any thread. */
  void apply(Routing next) {
    loops.forEach((context, loop) -> context.runOnContext(turn -> loop.apply(next)));
  }

  private Handler<HttpServerRequest> covered(Router router) {
    return request -> {
      routing.get().edge().cover(request);
      router.handle(request);
    };
  }

  /** What every request passes, whatever its route. */
  private void mountFirst(Router router) {
    router.route().handler(new DateField());
    router.route().handler(new DrainSignal(readiness));
    routing.get().edge().mount(router);
    router.route().handler(new RequestHygiene());
    router.route().handler(new WellFormedTarget());
    new ProblemHandler(bug -> Optional.empty()).mount(router);
    Resource.at(router, RouteConfig.HEALTH).get(new GatewayHealth(registry)).only();
  }
}
