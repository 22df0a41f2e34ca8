package dev.vitrine.gateway.discovery.source;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Calls back once, later, on the thread of whoever asks. */
@FunctionalInterface
public interface Timers {
  /**
   * Runs the action after a delay.
   *
   * @return takes it back, where it has not run yet
   */
  Runnable after(Duration delay, Runnable action);

  /** Those of Vert.x, which call back on the context that they are called from. */
  static Timers of(Vertx vertx) {
    return (delay, action) -> {
      long id = vertx.setTimer(Math.max(1, delay.toMillis()), timer -> action.run());
      return () -> vertx.cancelTimer(id);
    };
  }
}
