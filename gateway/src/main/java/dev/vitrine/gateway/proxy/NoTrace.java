package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses TRACE before any upstream is asked: its answer would repeat, to whoever can read it, what
 * only the upstream was to see, credentials and what the gateway adds (RFC 9110, section 9.3.8).
 */
public final class NoTrace implements Handler<RoutingContext> {
  /** What the gateway does forward, of the methods that are known to all. */
  static final String ALLOW = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.request().method().equals(HttpMethod.TRACE)) {
      ctx.fail(Problem.ofStatus(405).with("Allow", ALLOW).asException());
    } else {
      ctx.next();
    }
  }
}
