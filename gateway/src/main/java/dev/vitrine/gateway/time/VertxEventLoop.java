package dev.vitrine.gateway.time;

import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.VertxTimers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The event loop of the context that it is made on. Its timers are set from there only. */
public final class VertxEventLoop implements EventLoop {
  private final Vertx vertx;
  private final Context context;
  private final Timers timers;

  public VertxEventLoop(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.timers = new VertxTimers(vertx);
  }

  @Override
  public Cancellation after(Duration delay, Runnable task) {
    return timers.after(delay, task);
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  @Override
  public Executor forCaller() {
    Context caller = vertx.getOrCreateContext();
    return task -> caller.runOnContext(turn -> task.run());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
