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
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/**
 * The way of a request that was let in: sent to an endpoint, sent to another where that is safe,
 * answered. Each step returns a future that completes when the request is over, so that what was
 * taken is given back exactly once. For one event loop.
 */
final class Tries {
  private final Candidates candidates;
  private final Sending sending;
  private final RetryRules rules;
  private final Answering answering;
  private final Timers timers;

  Tries(
      Candidates candidates,
      Sending sending,
      RetryRules rules,
      Answering answering,
      Timers timers) {
    this.candidates = candidates;
    this.sending = sending;
    this.rules = rules;
    this.answering = answering;
    this.timers = timers;
  }

  /** Takes the request to its end; completes then. */
  Future<Void> begin(Forwarding forwarding) {
    rules.requested();
    return next(forwarding);
  }

  /** To the next endpoint, or to wait for one. */
  private Future<Void> next(Forwarding forwarding) {
    if (forwarding.isLate()) {
      return late(forwarding); // before any is chosen, and perhaps on trial by that
    }
    return candidates
        .choose(forwarding)
        .map(endpoint -> attempt(forwarding, endpoint))
        .orElseGet(() -> hold(forwarding));
  }

  private Future<Void> hold(Forwarding forwarding) {
    return candidates
        .awaitChange(forwarding)
        .compose(changed -> {
          if (forwarding.isAbandoned()) {
            return Future.succeededFuture();
          }
          if (!changed) {
            return nobody(forwarding);
          }
          // One that was tried before may be well now.
          forwarding.tried().clear();
          return next(forwarding);
        });
  }

  private Future<Void> attempt(Forwarding forwarding, Endpoint endpoint) {
    return sending
        .send(forwarding, endpoint)
        .compose(fastest -> proceed(forwarding, fastest, fastest.outcome().result()));
  }

  private Future<Void> proceed(Forwarding forwarding, Dispatch dispatch, AttemptOutcome outcome) {
    if (outcome instanceof Answered answered) {
      return answered(forwarding, dispatch, answered).onComplete(end -> dispatch.end());
    }
    dispatch.end();
    return switch (outcome) {
      case Answered _ -> throw new IllegalStateException("handled above");
      case Unsent(Reason reason) -> {
        spare(forwarding, reason);
        yield rules.mayRetry(forwarding, reason)
            ? another(forwarding, reason)
            : noAnswer(forwarding, reason);
      }
      case Lost(Reason reason) -> {
        forwarding.lost(reason);
        spare(forwarding, reason);
        yield rules.mayRepeat(forwarding, reason)
            ? another(forwarding, reason)
            : noAnswer(forwarding, reason);
      }
      case ContentTooLarge() -> answering.answer(forwarding, GatewayProblems.contentTooLarge());
      case ContentTooSlow() -> answering.answer(forwarding, GatewayProblems.contentTooSlow());
      case ContentMalformed() -> answering.answer(forwarding, Problem.malformedContent());
      case ClientGone(), Superseded() -> Future.succeededFuture();
    };
  }

  /**
   * Where many endpoints die at once, a request may meet more of them than it has retries: those
   * are for it only when nobody is left that it has not been to.
   */
  private void spare(Forwarding forwarding, Reason reason) {
    if (reason.isOfConnection() && candidates.canChoose(forwarding)) {
      forwarding.spareAttempt();
    }
  }

  /**
   * To one that was not tried; where there is no other, to the same if only its connection ended.
   */
  private Future<Void> another(Forwarding forwarding, Reason reason) {
    forwarding.becauseOf(reason.label());
    Optional<Endpoint> other = candidates.choose(forwarding);
    if (other.isEmpty() && (reason == Reason.CONNECTION_LOST || reason == Reason.GOING_AWAY)) {
      other = candidates.chooseAny();
    }
    if (other.isPresent()) {
      return attempt(forwarding, other.get());
    }
    return reason == Reason.POOL_OVERFLOW || reason == Reason.RESPONSE_TIMEOUT
        ? noAnswer(forwarding, reason)
        : holdAfter(forwarding, reason);
  }

  /** Nobody else is there: perhaps somebody comes. If not, what happened is the answer. */
  private Future<Void> holdAfter(Forwarding forwarding, Reason reason) {
    return candidates
        .awaitChange(forwarding)
        .compose(changed -> {
          if (forwarding.isAbandoned()) {
            return Future.succeededFuture();
          }
          if (!changed || forwarding.isLate()) {
            return noAnswer(forwarding, reason);
          }
          return candidates
              .chooseAny()
              .map(other -> attempt(forwarding, other))
              .orElseGet(() -> holdAfter(forwarding, reason));
        });
  }

  /** What may have been processed is answered as that, whatever has come since. */
  private Future<Void> noAnswer(Forwarding forwarding, Reason reason) {
    if (reason == Reason.DEADLINE) {
      return late(forwarding);
    }
    if (!candidates.areReady()) {
      return nobody(forwarding);
    }
    Reason told = forwarding.loss().orElse(reason);
    return answering.answer(forwarding, GatewayProblems.noAnswer(candidates.upstream(), told));
  }

  private Future<Void> nobody(Forwarding forwarding) {
    return unlessLost(forwarding, GatewayProblems.noEndpoint(candidates.upstream()));
  }

  /** Its time is over. */
  private Future<Void> late(Forwarding forwarding) {
    return unlessLost(forwarding, GatewayProblems.notSentInTime(candidates.upstream()));
  }

  /** Only what nobody has had may be told to come again. */
  private Future<Void> unlessLost(Forwarding forwarding, Problem unsent) {
    return answering.answer(
        forwarding,
        forwarding
            .loss()
            .map(reason -> GatewayProblems.noAnswer(candidates.upstream(), reason))
            .orElse(unsent));
  }

  private Future<Void> answered(Forwarding forwarding, Dispatch dispatch, Answered answered) {
    Optional<Duration> pause = rules.pauseBeforeRetry(forwarding, answered.response());
    if (pause.isEmpty() || !candidates.canChoose(forwarding) || !rules.tryRetry()) {
      return answering.relay(forwarding, answered.response(), answered.attempt());
    }
    // The request goes on without this endpoint, which has it no longer than its answer lasts.
    answered.attempt().end().onComplete(end -> dispatch.end());
    answered.attempt().drain(answered.response());
    forwarding.retriedForAnswer();
    forwarding.becauseOf("status-" + answered.response().statusCode());
    return pause(forwarding, pause.get())
        .compose(now -> forwarding.isAbandoned() ? Future.succeededFuture() : next(forwarding));
  }

  /** Ends at once where the client leaves: what the request has of places is for others then. */
  private Future<Void> pause(Forwarding forwarding, Duration span) {
    Promise<Void> over = Promise.promise();
    Cancellation clock = timers.after(span, over::tryComplete);
    forwarding.onDeparture(() -> {
      clock.cancel();
      over.tryComplete();
    });
    return forwarding.waitFor(over.future());
  }
}
