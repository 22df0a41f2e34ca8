package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures how late an event loop comes to what it was asked to do at a certain time, ten times a
 * second. What was due while the loop stood still is measured too, so that one long halt is not one
 * measurement among thousands. A loop that has not come yet measures nothing, and may never come:
 * how long it has been overdue is told to whoever asks. For its event loop, but for that.
 */
final class EventLoopLag implements Runnable {
  static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();

  private final Timer timer;
  private final LongSupplier nanoTime;
  private volatile long due;

  /**
   * The first time is due in one period from now.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  EventLoopLag(Timer timer, LongSupplier nanoTime) {
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong() + PERIOD_NANOS;
  }

  /** Measures each of these until it ends. */
  static void watch(Iterable<EventExecutor> loops, MeterRegistry registry) {
    int number = 0;
    for (EventExecutor loop : loops) {
      String label = Integer.toString(number);
      EventLoopLag lag =
          new EventLoopLag(Metric.VERTX_EVENTLOOP_LAG.timer(registry, label), System::nanoTime);
      Metric.VERTX_EVENTLOOP_OVERDUE.gauge(registry, lag::overdueSeconds, label);
      var _ = loop.scheduleAtFixedRate(lag, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
      number++;
    }
  }

  /** Netty runs what was missed at once, and in its order. */
  @Override
  public void run() {
    long expected = due;
    timer.record(Math.max(0, nanoTime.getAsLong() - expected), TimeUnit.NANOSECONDS);
    due = expected + PERIOD_NANOS;
  }

  /** How long the loop should have come already; 0 where it need not yet. Safe for any thread. */
  double overdueSeconds() {
    return Math.max(0, nanoTime.getAsLong() - due) / 1e9;
  }
}
