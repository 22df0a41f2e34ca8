package dev.vitrine.gateway;

import dev.vitrine.gateway.ServedUpstreams.ServedUpstream;
import dev.vitrine.gateway.ServedUpstreams.Way;
import dev.vitrine.gateway.proxy.GatewayProxies;
import dev.vitrine.gateway.proxy.MaxForwards;
import dev.vitrine.gateway.proxy.NoTrace;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.security.EdgeRoutes;
import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.proxy.handler.ProxyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The routes of one event loop. Another routing takes their place within one turn of the loop, so
 * that every request sees either the old ones or the new ones; those under way end as they began.
 */
final class LoopRouter {
  private final Router router;
  private final Consumer<Router> first;
  private final Function<Way, GatewayProxies> factory;
  private Map<Way, GatewayProxies> proxies = Map.of();

  /**
   * @param first mounts what comes before the routes, whatever they are
   * @param factory makes the proxies to an upstream
   */
  LoopRouter(Router router, Consumer<Router> first, Function<Way, GatewayProxies> factory) {
    this.router = router;
    this.first = first;
    this.factory = factory;
  }

  Router router() {
    return router;
  }

  /** Takes over a routing. On its event loop. */
  void apply(Routing routing) {
    Map<Way, GatewayProxies> before = proxies;
    Map<Way, GatewayProxies> now = new HashMap<>();
    for (ServedUpstream served : routing.upstreams().all()) {
      GatewayProxies known = before.get(served.way());
      now.put(served.way(), known == null ? factory.apply(served.way()) : known);
    }
    router.clear();
    first.accept(router);
    for (RouteConfig route : routing.routes().routes()) {
      GatewayProxies upstream = now.get(routing.upstreams().named(route.upstream()).way());
      if (upstream != null) {
        mount(route, upstream, routing.edge());
      }
    }
    proxies = now;
    before.forEach((way, unused) -> {
      if (!now.containsKey(way)) {
        unused.close();
      }
    });
  }

  private void mount(RouteConfig route, GatewayProxies proxies, EdgeRoutes edge) {
    String template = route.template();
    Route mounted =
        router
            .routeWithRegex(route.pattern())
            .setName(template)
            .handler(ctx -> {
              Exchange.current().ifPresent(exchange -> exchange.routed(template));
              ctx.next();
            })
            .handler(new NoTrace());
    edge.mount(mounted, route.path());
    mounted.handler(new MaxForwards());
    mounted.handler(ProxyHandler.create(proxies.to(route)));
  }
}
