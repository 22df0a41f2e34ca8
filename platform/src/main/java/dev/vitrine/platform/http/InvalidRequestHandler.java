package dev.vitrine.platform.http;

import dev.vitrine.platform.telemetry.Exchange;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers what could not be parsed as HTTP, and closes the connection: its framing is not known.
 */
final class InvalidRequestHandler implements Handler<HttpServerRequest> {
  private final ServerListener listener;

  InvalidRequestHandler(ServerListener listener) {
    this.listener = listener;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (LingeringClose.comesTooLate(request)) {
      return;
    }
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    Exchange.current()
        .flatMap(Exchange::traceId)
        .ifPresent(traceId -> request.response().putHeader("X-Trace-Id", traceId));
    // No router, and none of its handlers, sees this answer.
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    listener.refusing(request);
    ProblemHandler.send(request, Problem.ofStatus(status).with("Connection", "close"));
  }
}
