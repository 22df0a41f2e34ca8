package dev.vitrine.platform.http;

import dev.vitrine.platform.telemetry.Exchange;
import dev.vitrine.platform.telemetry.LogEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever ends a request early into problem+json: the one place where exceptions become
 * statuses. What a handler did not expect is logged here, once, and becomes a 500 that tells
 * nothing of the inside.
 */
public final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
  private static final int LONGEST_INSTANCE = 512;

  private final Function<Throwable, Optional<Problem>> translation;

  /**
   * @param translation the problems of the service's own exceptions
   */
  public ProblemHandler(Function<Throwable, Optional<Problem>> translation) {
    this.translation = translation;
  }

  /** Makes every failure of the router, and every request that no route takes, a problem. */
  public void mount(Router router) {
    router.route().failureHandler(this);
    for (int status : new int[] {400, 404, 405, 406, 408, 413, 414, 415, 431, 500}) {
      router.errorHandler(status, ctx -> answer(ctx, status));
    }
  }

  @Override
  public void handle(RoutingContext ctx) {
    answer(ctx, 500);
  }

  /** The context itself knows no status where the router fails before any handler. */
  private void answer(RoutingContext ctx, int statusOtherwise) {
    Problem problem = problemOf(ctx, statusOtherwise);
    if (ctx.response().headWritten()) {
      // Too late for an answer: the client must see that it is incomplete.
      BrokenAnswer.breakOff(ctx.request());
      return;
    }
    send(ctx.request(), problem);
  }

  /**
   * Answers with a problem, and does away with content that is still on its way. The caller has
   * made sure that nothing was answered yet.
   */
  public static void send(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    Exchange.current().ifPresent(exchange -> exchange.refused(problem.kind()));
    response.setStatusCode(problem.status());
    problem.headers().forEach((name, value) -> putHeader(request, name, value));
    response.putHeader("Content-Type", "application/problem+json");
    if (UnreadContent.endsConnection(request)) {
      response.putHeader("Connection", "close");
    }
    DateField.addTo(response.headers());
    byte[] body = Json.write(body(request, problem)).getBytes();
    response.putHeader("Content-Length", Integer.toString(body.length));
    UnreadContent.pause(request);
    Future<Void> written =
        request.method().equals(HttpMethod.HEAD)
            ? response.end()
            : response.end(Buffer.buffer(body));
    written.onSuccess(end -> UnreadContent.discard(request));
  }

  /**
   * Ends a request for which something failed that nobody expected: with a 500, or, where an answer
   * was begun, by breaking that off.
   */
  public static void fail(HttpServerRequest request, Throwable failure) {
    Problem problem = unexpected(failure);
    if (request.response().headWritten()) {
      BrokenAnswer.breakOff(request);
    } else if (!request.response().closed()) {
      send(request, problem);
    }
  }

  private static void putHeader(HttpServerRequest request, String name, String value) {
    // HTTP/2 has no connection fields (RFC 9113, section 8.2.2).
    if (request.version() != HttpVersion.HTTP_2 || !name.equals("Connection")) {
      request.response().putHeader(name, value);
    }
  }

  private Problem problemOf(RoutingContext ctx, int statusOtherwise) {
    Throwable failure = ctx.failure();
    if (failure == null) {
      return Problem.ofStatus(ctx.statusCode() < 400 ? statusOtherwise : ctx.statusCode());
    }
    if (failure instanceof ProblemException expected) {
      return expected.problem();
    }
    return translated(failure).or(() -> ofVertx(ctx, failure)).orElseGet(() -> unexpected(failure));
  }

  private Optional<Problem> translated(Throwable failure) {
    Optional<Problem> problem = translation.apply(failure);
    problem.ifPresent(
        known -> Exchange.current().ifPresent(exchange -> exchange.failed(known.kind())));
    return problem;
  }

  /** What a request fails for before any handler of ours sees it: its client's doing. */
  private static Optional<Problem> ofVertx(RoutingContext ctx, Throwable failure) {
    if (failure instanceof MalformedContentException) {
      return Optional.of(Problem.malformedContent());
    }
    if (failure instanceof HttpException http) {
      return Optional.of(Problem.ofStatus(http.getStatusCode()));
    }
    if (ctx.statusCode() >= 400 && ctx.statusCode() < 500) {
      return Optional.of(Problem.ofStatus(ctx.statusCode()));
    }
    boolean left = failure instanceof VertxException || failure instanceof ClosedChannelException;
    return left && ctx.response().closed() ? Optional.of(Problem.ofStatus(400)) : Optional.empty();
  }

  private static Problem unexpected(Throwable failure) {
    LogEvent.REQUEST_FAILED.error(LOG).setCause(failure).log("unexpected failure");
    Exchange.current().ifPresent(exchange -> exchange.failed(failure.getClass().getName()));
    return Problem.ofStatus(500);
  }

  private static Map<String, Object> body(HttpServerRequest request, Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("reason", problem.kind());
    if (!problem.detail().isEmpty()) {
      body.put("detail", problem.detail());
    }
    String path = request.decoderResult().isSuccess() ? request.path() : null;
    if (path != null && path.startsWith("/") && path.length() <= LONGEST_INSTANCE) {
      body.put("instance", path);
    }
    Exchange.current()
        .flatMap(Exchange::traceId)
        .ifPresent(traceId -> body.put("trace_id", traceId));
    if (!problem.errors().isEmpty()) {
      body.put("errors", problem.errors());
    }
    body.putAll(problem.extensions());
    return body;
  }
}
