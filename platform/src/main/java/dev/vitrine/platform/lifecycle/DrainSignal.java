package dev.vitrine.platform.lifecycle;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * While the process drains, asks HTTP/1 clients to take their next request elsewhere: every answer
 * then has {@code Connection: close}, those in flight included.
 */
public final class DrainSignal implements Handler<RoutingContext> {
  private final Readiness readiness;

  public DrainSignal(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.request().version() != HttpVersion.HTTP_2) {
      ctx.addHeadersEndHandler(v -> {
        if (readiness.isDraining()) {
          ctx.response().putHeader("Connection", "close");
        }
      });
    }
    ctx.next();
  }
}
