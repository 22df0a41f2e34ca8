package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Gives every answer the id of its trace, for clients to quote, whatever makes the answer: before
 * any router, which answers some requests without a handler.
 */
public final class TraceIds implements Handler<HttpServerRequest> {
  /** In small letters. */
  static final String FIELD = "x-trace-id";

  private final Handler<HttpServerRequest> next;

  public TraceIds(Handler<HttpServerRequest> next) {
    this.next = next;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Exchange.current()
        .flatMap(Exchange::traceId)
        .ifPresent(traceId -> request.response().putHeader("X-Trace-Id", traceId));
    next.handle(request);
  }
}
