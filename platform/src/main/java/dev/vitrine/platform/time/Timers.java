package dev.vitrine.platform.time;

import java.time.Duration;

/** Does something later. Its implementation says in which thread; a fake one needs no time. */
@FunctionalInterface
public interface Timers {
  /** Runs {@code task} once, after this delay, unless it is cancelled before. */
  Cancellation after(Duration delay, Runnable task);

  /** Takes a task back. */
  @FunctionalInterface
  interface Cancellation {
    /** From now on the task does not run; without effect where it has. */
    void cancel();
  }
}
