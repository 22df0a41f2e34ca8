package dev.vitrine.platform.lifecycle;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;

/**
 * While the process drains, asks clients to take their next request elsewhere, as soon as they get
 * an answer, those in flight included: by {@code Connection: close} in HTTP/1, and in HTTP/2 by a
 * GOAWAY that refuses no stream yet, so that none is lost that is just being sent (RFC 9113,
 * section 6.8). For one event loop.
 */
public final class DrainSignal implements Handler<RoutingContext> {
  private static final long NO_ERROR = 0;
  private static final int SWITCHING = 101;

  private final Readiness readiness;
  private final Set<HttpConnection> told = new HashSet<>();

  public DrainSignal(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.addHeadersEndHandler(v -> {
      if (readiness.isDraining()) {
        askToLeave(ctx.request());
      }
    });
    ctx.next();
  }

  private void askToLeave(HttpServerRequest request) {
    if (request.response().getStatusCode() == SWITCHING) {
      return; // its Connection field says something else, and no request follows
    }
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("Connection", "close");
    } else if (told.add(request.connection())) {
      request.connection().goAway(NO_ERROR, Integer.MAX_VALUE);
    }
  }
}
