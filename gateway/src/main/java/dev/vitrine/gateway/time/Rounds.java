package dev.vitrine.gateway.time;

import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Does a task again and again, with a pause after each end of it, until it is stopped: then nothing
 * holds it any more. Safe for any thread.
 */
public final class Rounds {
  private final Timers timers;
  private final Supplier<Duration> pause;
  private final Supplier<? extends Future<?>> task;
  // Guarded by this.
  private Cancellation next = () -> {};
  private boolean stopped;

  /**
   * @param pause asked before each
   * @param task whether it fails makes no difference
   */
  public Rounds(Timers timers, Supplier<Duration> pause, Supplier<? extends Future<?>> task) {
    this.timers = timers;
    this.pause = pause;
    this.task = task;
  }

  /** Begins, with a pause. */
  public synchronized void start() {
    if (!stopped) {
      next = timers.after(pause.get(), () -> task.get().onComplete(done -> start()));
    }
  }

  /** A task under way comes to its end; there is none after it. */
  public synchronized void stop() {
    stopped = true;
    next.cancel();
  }
}
