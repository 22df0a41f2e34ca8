package dev.vitrine.platform.time;

import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * How long something is waited for. By timers that let the event loop read what has come before
 * they judge; those inside of Vert.x and Netty do not, and where the process itself has stood
 * still, they find the others too late. On whichever event loop it is asked.
 *
 * @param timers of the event loop that asks
 * @param span from now
 */
public record TimeLimit(Timers timers, Duration span) {
  /**
   * So long the process may stand still and blame nobody for it: by so much later than this limit
   * those other timers are set, which end what nobody waits for any more.
   */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** What to tell Vert.x where it wants a limit, too. */
  public static Duration backstop(Duration span) {
    return span.plus(STANDSTILL);
  }

  /**
   * Completes as {@code asked} does, or fails with a {@link TimeoutException}.
   *
   * @param late takes what comes after that
   */
  public <T> Future<T> of(Future<T> asked, Consumer<T> late) {
    if (asked.isComplete()) {
      return asked;
    }
    Promise<T> inTime = Promise.promise();
    Cancellation clock =
        timers.after(
            span,
            () -> inTime.tryFail(new TimeoutException("not within " + span.toMillis() + " ms")));
    asked.onComplete(result -> {
      clock.cancel();
      if (result.failed()) {
        inTime.tryFail(result.cause());
      } else if (!inTime.tryComplete(result.result())) {
        late.accept(result.result());
      }
    });
    return inTime.future();
  }
}
