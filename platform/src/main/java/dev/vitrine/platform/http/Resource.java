package dev.vitrine.platform.http;

import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One path of a service and its methods. Names the route for telemetry; a {@code GET} handler
 * answers {@code HEAD} too; any other method gets 405 with {@code Allow}; a client that does not
 * accept JSON, or what the path has instead, gets 406.
 */
public final class Resource {
  private final Router router;
  private final String template;
  private final List<HttpMethod> methods = new ArrayList<>();
  private String type = "application";
  private String subtype = "json";

  private Resource(Router router, String template) {
    this.router = router;
    this.template = template;
  }

  /**
   * Begins the declaration of a path.
   *
   * @param template {@code /users/{id}}: the path, and what telemetry calls it
   */
  public static Resource at(Router router, String template) {
    return new Resource(router, template);
  }

  /**
   * Says what the methods declared after it answer by, where that is not JSON.
   *
   * @param mediaType {@code text/html}: without parameters
   */
  public Resource offering(String mediaType) {
    int slash = mediaType.indexOf('/');
    type = mediaType.substring(0, slash);
    subtype = mediaType.substring(slash + 1);
    return this;
  }

  /** Serves {@code GET} and {@code HEAD}. */
  public Resource get(Handler<RoutingContext> handler) {
    return on(List.of(HttpMethod.GET, HttpMethod.HEAD), List.of(handler));
  }

  /** Serves {@code POST}. */
  public Resource post(Handler<RoutingContext> handler) {
    return on(List.of(HttpMethod.POST), List.of(handler));
  }

  /** Serves {@code POST}, with the body read first. */
  public Resource post(BodyHandler body, Handler<RoutingContext> handler) {
    return on(List.of(HttpMethod.POST), List.of(body, handler));
  }

  /** Ends the declaration: every other method is refused. */
  public void only() {
    TreeSet<String> allowed = new TreeSet<>();
    methods.forEach(method -> allowed.add(method.name()));
    String allow = String.join(", ", allowed);
    route().handler(ctx -> ctx.fail(Problem.ofStatus(405).with("Allow", allow).asException()));
  }

  private Resource on(List<HttpMethod> served, List<Handler<RoutingContext>> handlers) {
    methods.addAll(served);
    Route route = route();
    served.forEach(route::method);
    route.handler(requireAccepted(type, subtype));
    // Wrapped, because Vert.x wants handlers of its own kinds before those of users.
    handlers.forEach(handler -> route.handler(ctx -> handler.handle(ctx)));
    return this;
  }

  private Route route() {
    Route route = router.route(template.replace('{', ':').replace("}", ""));
    return route.handler(this::named);
  }

  private void named(RoutingContext ctx) {
    Exchange.current().ifPresent(exchange -> exchange.routed(template));
    ctx.next();
  }

  private static Handler<RoutingContext> requireAccepted(String type, String subtype) {
    return ctx -> {
      List<MIMEHeader> accepted = ctx.parsedHeaders().accept();
      if (accepted.isEmpty() || accepted.stream().anyMatch(range -> takes(range, type, subtype))) {
        ctx.next();
      } else {
        ctx.fail(406);
      }
    };
  }

  private static boolean takes(MIMEHeader range, String type, String subtype) {
    return range.weight() > 0
        && (range.component().equals("*")
            || (range.component().equalsIgnoreCase(type)
                && (range.subComponent().equals("*")
                    || range.subComponent().equalsIgnoreCase(subtype))));
  }
}
