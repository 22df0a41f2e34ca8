package dev.vitrine.gateway.time;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of Vert.x: tasks run on the context that set them, to the millisecond. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;

  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Cancellation after(Duration delay, Runnable task) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run());
    return () -> vertx.cancelTimer(timer);
  }
}
