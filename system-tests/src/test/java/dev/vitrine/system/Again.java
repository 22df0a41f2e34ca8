package dev.vitrine.system;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again, until it is closed. What fails once is tried again. */
final class Again implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

  /** What is done. */
  interface Act {
    void run() throws Exception;
  }

  /**
   * Begins at once.
   *
   * @param period from one beginning to the next, if the act is not over later than that
   */
  static Again every(Duration period, Act act) {
    Again again = new Again();
    var _ =
        again.thread.scheduleAtFixedRate(
            () -> once(act), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    return again;
  }

  private static void once(Act act) {
    try {
      act.run();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (Exception fault) {
      // Is what a test makes on purpose: the next time counts.
      return;
    }
  }

  /** Returns when it is done for the last time. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
