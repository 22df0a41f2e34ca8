package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late an event loop comes to what it was asked to do at a certain time, ten times a
 * second. What was due while the loop stood still is measured too, so that one long halt is not one
 * measurement among thousands. For its event loop.
 */
final class EventLoopLag implements Runnable {
  private static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();

  private final Timer timer;
  private long due = System.nanoTime() + PERIOD_NANOS;

  private EventLoopLag(Timer timer) {
    this.timer = timer;
  }

  /** Measures each of these until it ends. */
  static void watch(Iterable<EventExecutor> loops, MeterRegistry registry) {
    int number = 0;
    for (EventExecutor loop : loops) {
      Timer timer = Metric.VERTX_EVENTLOOP_LAG.timer(registry, Integer.toString(number));
      var _ =
          loop.scheduleAtFixedRate(
              new EventLoopLag(timer), PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
      number++;
    }
  }

  /** Netty runs what was missed at once, and in its order. */
  @Override
  public void run() {
    timer.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
    due += PERIOD_NANOS;
  }
}
