package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentMalformed;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooSlow;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Superseded;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is learned of an endpoint by what came of a request there: what the balancer, the ejection
 * and the admission go by. For one event loop.
 */
final class Lessons {
  private final Resilience resilience;
  private final Consumer<Endpoint> unreachable;
  private final LongSupplier nanoTime;

  /**
   * @param unreachable told of an endpoint that could not be connected to
   * @param nanoTime as {@link System#nanoTime()}
   */
  Lessons(Resilience resilience, Consumer<Endpoint> unreachable, LongSupplier nanoTime) {
    this.resilience = resilience;
    this.unreachable = unreachable;
    this.nanoTime = nanoTime;
  }

  /**
   * Learns from an attempt; from an answer once more when it has ended.
   *
   * @param nanos how long the outcome took
   */
  void learn(Endpoint endpoint, AttemptOutcome outcome, long nanos) {
    switch (outcome) {
      case Answered answered when answered.response().statusCode() < 500 ->
          answered(endpoint, answered, nanos);
      case Answered(var response, _) -> {
        failedAfter(endpoint, nanos);
        resilience.ejection().answeredBadly(endpoint);
        if (response.statusCode() == 503) {
          resilience.admission().overloaded();
        }
      }
      case Lost(Reason reason) -> {
        failedAfter(endpoint, nanos);
        resilience.ejection().answeredBadly(endpoint);
        if (reason == Reason.RESPONSE_TIMEOUT || reason == Reason.DEADLINE) {
          resilience.admission().overloaded();
        }
      }
      case Unsent(Reason reason) when saysNothing(reason) ->
          resilience.ejection().inconclusive(endpoint);
      case Unsent(Reason reason) when reason == Reason.STREAM_REFUSED -> {
        // As by a 503: it can be reached, and has too much to do.
        failedAfter(endpoint, nanos);
        resilience.ejection().answeredBadly(endpoint);
        resilience.admission().overloaded();
      }
      case Unsent(_) -> {
        resilience.ejection().connectFailed(endpoint);
        unreachable.accept(endpoint);
      }
      case Superseded() -> {
        failedAfter(endpoint, nanos);
        resilience.hedging().answered(nanos);
        resilience.ejection().inconclusive(endpoint);
      }
      case ContentTooLarge(), ContentTooSlow(), ContentMalformed(), ClientGone() ->
          resilience.ejection().inconclusive(endpoint);
    }
  }

  /** Another request, with more time, or when there is more room, may well reach it. */
  private static boolean saysNothing(Reason reason) {
    return reason == Reason.POOL_OVERFLOW
        || reason == Reason.GOING_AWAY
        || reason == Reason.DEADLINE;
  }

  /** Something of our own failed: an endpoint on trial may be tried by the next request. */
  void learnNothing(Endpoint endpoint) {
    resilience.ejection().inconclusive(endpoint);
  }

  /** How fast it is its head shows; whether it is well, only the end. */
  private void answered(Endpoint endpoint, Answered answered, long nanos) {
    endpoint.latency().observe(nanos, nanoTime.getAsLong());
    resilience.admission().answered(nanos);
    resilience.hedging().answered(nanos);
    if (answered.attempt().isToLast(answered.response())) {
      // Nobody waits for the end of that, least of all an endpoint on trial.
      resilience.ejection().answeredWell(endpoint);
    }
    answered.attempt().end().onSuccess(end -> ended(endpoint, end));
  }

  private void ended(Endpoint endpoint, AnswerEnd end) {
    switch (end) {
      case COMPLETE -> resilience.ejection().answeredWell(endpoint);
      case BROKEN_OFF -> resilience.ejection().answeredBadly(endpoint);
      case IDLE, CLIENT_GONE, LATE, PUT_ASIDE -> resilience.ejection().inconclusive(endpoint);
    }
  }

  /** An endpoint that fails fast, or is not waited for, must not look like a fast one. */
  private void failedAfter(Endpoint endpoint, long nanos) {
    long now = nanoTime.getAsLong();
    endpoint.latency().observe(Math.max(nanos, (long) endpoint.latency().nanos(now)), now);
  }
}
