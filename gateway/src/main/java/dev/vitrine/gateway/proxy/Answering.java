package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.http.UnreadContent;
import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** The end of a request: the upstream's answer, or the gateway's own. */
final class Answering {
  private final ResponseRelay relay;
  private final LongConsumer ownTime;

  /**
   * @param ownTime told of each request, before it is answered, how many nanoseconds the gateway
   *     itself has needed
   */
  Answering(ResponseRelay relay, LongConsumer ownTime) {
    this.relay = relay;
    this.ownTime = ownTime;
  }

  /** The gateway's own. */
  Future<Void> answer(Forwarding forwarding, Problem problem) {
    HttpServerRequest request = forwarding.request();
    forwarding.over();
    if (request.response().closed()) {
      return Future.succeededFuture();
    }
    ownTime.accept(forwarding.ownNanos());
    send(forwarding, problem);
    return Future.succeededFuture();
  }

  private static void send(Forwarding forwarding, Problem problem) {
    if (problem.status() >= 500) {
      Exchange.current().ifPresent(exchange -> exchange.failed(problem.kind()));
    }
    // Its rest may be long; without it the connection is of no use.
    boolean cutShort = forwarding.content().isUnderWay();
    ProblemHandler.send(
        forwarding.request(), cutShort ? problem.with("Connection", "close") : problem);
  }

  /** What nobody expected, and would have left the client without an answer. */
  void failed(Forwarding forwarding, Throwable failure) {
    forwarding.over();
    ProblemHandler.fail(forwarding.request(), failure);
  }

  /** The upstream's. Completes when its end is written, or its loss made known; never fails. */
  Future<Void> relay(Forwarding forwarding, HttpClientResponse response, UpstreamAttempt attempt) {
    HttpServerRequest request = forwarding.request();
    ownTime.accept(forwarding.ownNanos());
    if (!attempt.isSent()
        && request.version() != HttpVersion.HTTP_2
        && response.statusCode() >= 200) {
      request.response().putHeader("Connection", "close");
    }
    return relay
        .relay(forwarding, response, attempt)
        .recover(failure ->
            failure instanceof TimeoutException ? late(forwarding) : Future.failedFuture(failure))
        .onComplete(end -> {
          forwarding.over();
          if (!attempt.isSent() && response.statusCode() >= 200) {
            attempt.discard(AnswerEnd.PUT_ASIDE);
            if (end.succeeded()) {
              UnreadContent.discard(request);
            }
          }
        })
        .otherwiseEmpty();
  }

  /** The head of an answer was there, and not its end. */
  private static Future<Void> late(Forwarding forwarding) {
    if (!forwarding.isAbandoned()) {
      String upstream = forwarding.route().upstream();
      send(forwarding, GatewayProblems.noAnswer(upstream, Reason.DEADLINE));
    }
    return Future.succeededFuture();
  }
}
