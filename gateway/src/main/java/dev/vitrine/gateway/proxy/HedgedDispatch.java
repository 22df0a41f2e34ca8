package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request at one endpoint, and at a second if the first is late: the first good answer counts,
 * and the other endpoint is told that nobody waits any more. For one event loop.
 */
final class HedgedDispatch {
  private final Dispatch first;
  private final Promise<Dispatch> fastest = Promise.promise();
  private @Nullable Dispatch second;

  private HedgedDispatch(Dispatch first) {
    this.first = first;
  }

  /**
   * Waits for the first of them that answers well, or the last that does not. Of the other nothing
   * is left to do.
   *
   * @param patience after which the first is late
   * @param another sends the request to a second endpoint; empty where it may not, or cannot
   */
  static Future<Dispatch> fastest(
      Dispatch first, Duration patience, Timers timers, Supplier<Optional<Dispatch>> another) {
    HedgedDispatch both = new HedgedDispatch(first);
    Cancellation late = timers.after(patience, () -> both.second(another));
    both.watch(first);
    return both.fastest.future().onComplete(done -> late.cancel());
  }

  private void second(Supplier<Optional<Dispatch>> another) {
    another
        .get()
        .ifPresent(sent -> {
          second = sent;
          watch(sent);
        });
  }

  private void watch(Dispatch dispatch) {
    dispatch
        .outcome()
        .onSuccess(outcome -> ended(dispatch, outcome))
        .onFailure(unexpected -> failed(dispatch, unexpected));
  }

  private void failed(Dispatch dispatch, Throwable unexpected) {
    dispatch.end();
    Dispatch other = dispatch.equals(first) ? second : first;
    if (other == null || other.outcome().isComplete()) {
      fastest.tryFail(unexpected);
    }
  }

  private void ended(Dispatch dispatch, AttemptOutcome outcome) {
    Dispatch other = dispatch.equals(first) ? second : first;
    if (other == null || other.outcome().isComplete() || isWell(outcome)) {
      if (!fastest.tryComplete(dispatch)) {
        dispatch.end();
      } else if (other != null) {
        other.supersede();
      }
    } else {
      // What comes of the other is what counts.
      if (outcome instanceof Answered answered) {
        answered.attempt().drain(answered.response());
      }
      dispatch.end();
    }
  }

  private static boolean isWell(AttemptOutcome outcome) {
    return outcome instanceof Answered answered && answered.response().statusCode() < 500;
  }
}
