package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptObservation.Attempt;
import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentMalformed;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooSlow;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Superseded;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.telemetry.Blameless;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * Sends requests to endpoints, and tells what comes of it: to what is learned of each endpoint, and
 * to what metrics and traces show. For one event loop.
 */
final class Dispatcher {
  private final String upstream;
  private final UpstreamCall call;
  private final AttemptObservation observation;
  private final Lessons lessons;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  Dispatcher(
      String upstream,
      UpstreamCall call,
      AttemptObservation observation,
      Lessons lessons,
      LongSupplier nanoTime) {
    this.upstream = upstream;
    this.call = call;
    this.observation = observation;
    this.lessons = lessons;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends the request to the endpoint. What nobody expected fails the future of its outcome, and
   * nothing else: the endpoint is left as it was.
   */
  Dispatch send(Forwarding forwarding, Endpoint endpoint) {
    int resends = forwarding.countAttempt();
    if (resends > 0) {
      observation.resent(upstream, forwarding.cause());
    }
    forwarding.tried().add(endpoint);
    Attempt observed = observation.begin(upstream, endpoint, forwarding, resends);
    long begin = nanoTime.getAsLong();
    Dispatch dispatch = new Dispatch(endpoint);
    dispatch.sent(
        Future.succeededFuture()
            .compose(now -> call.send(forwarding, endpoint, observed.context(), dispatch::started))
            .onSuccess(outcome -> {
              observe(observed, outcome);
              lessons.learn(endpoint, outcome, nanoTime.getAsLong() - begin);
            })
            .onFailure(unexpected -> {
              observed.failed(unexpected.getClass().getName());
              lessons.learnNothing(endpoint);
            }));
    return dispatch;
  }

  private static void observe(Attempt observed, AttemptOutcome outcome) {
    switch (outcome) {
      case Answered(var response, var attempt) -> {
        observed.answered(response.statusCode());
        attempt.end().onSuccess(end -> observed.ended(end.errorType()));
      }
      case Unsent(Reason reason) -> observed.failed(reason.label());
      case Lost(Reason reason) -> observed.failed(reason.label());
      case ContentTooLarge() -> observed.failed(Blameless.CONTENT_TOO_LARGE.type());
      case ContentTooSlow() -> observed.failed(Blameless.CONTENT_TOO_SLOW.type());
      case ContentMalformed() -> observed.failed(Blameless.CONTENT_MALFORMED.type());
      case ClientGone() -> observed.failed(Blameless.CLIENT_GONE.type());
      case Superseded() -> observed.failed(Blameless.SUPERSEDED.type());
    }
  }
}
