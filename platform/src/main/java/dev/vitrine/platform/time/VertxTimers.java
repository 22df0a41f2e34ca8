package dev.vitrine.platform.time;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Timers of Vert.x: tasks run on the context that set them, to some milliseconds.
 *
 * <p>An event loop that has stood still (a cold JVM, a collection, a machine that was paused) finds
 * its timers due before it looks at its sockets, and would say of what has long come that it came
 * too late. So each timer that is due lets the loop have one more turn, in which it reads what is
 * there.
 */
public final class VertxTimers implements Timers {
  /** The least that Vert.x knows, and more than none, which would be the same turn. */
  private static final long TURN_MILLIS = 1;

  private final Vertx vertx;

  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Cancellation after(Duration delay, Runnable task) {
    Timer timer = new Timer(vertx, task);
    timer.start(Math.max(1, delay.toMillis()));
    return timer::cancel;
  }

  /** One task. Set, due and cancelled on one context, or cancelled by another thread. */
  private static final class Timer {
    private final Vertx vertx;
    private final Runnable task;
    private volatile long id;
    private volatile boolean cancelled;

    Timer(Vertx vertx, Runnable task) {
      this.vertx = vertx;
      this.task = task;
    }

    void start(long millis) {
      id = vertx.setTimer(millis, due -> id = vertx.setTimer(TURN_MILLIS, turned -> run()));
    }

    private void run() {
      if (!cancelled) {
        task.run();
      }
    }

    void cancel() {
      cancelled = true;
      vertx.cancelTimer(id);
    }
  }
}
