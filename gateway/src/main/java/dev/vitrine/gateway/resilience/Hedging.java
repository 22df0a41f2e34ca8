package dev.vitrine.gateway.resilience;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Knows when an answer of an upstream is late, and how many late requests may be asked of a second
 * endpoint: few, so that an upstream that is slow as a whole does not get twice the work. Safe for
 * any thread.
 *
 * <p>"The Tail at Scale" (Dean and Barroso, 2013) gives the reason and the figures.
 */
public final class Hedging {
  private static final long LONGEST_MICROS = Duration.ofHours(1).toSeconds() * 1_000_000;

  private final HedgingConfig config;
  private final RetryBudget budget;
  private final LongSupplier nanoTime;
  private final Histogram answers = new Histogram(LONGEST_MICROS, 2);
  private long since;
  private volatile Optional<Duration> patience = Optional.empty();

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Hedging(HedgingConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.budget =
        new RetryBudget(new RetryBudgetConfig(0, config.percent(), config.window()), nanoTime);
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** A request has come, of a route that has this. */
  public void requested() {
    budget.requested();
  }

  /** After how long an answer is late; empty while too few have been seen. */
  public Optional<Duration> patience() {
    return patience;
  }

  /** Whether a second endpoint may be asked now; counts it if so. */
  public boolean tryHedge() {
    return budget.tryRetry();
  }

  /**
   * An endpoint has answered after so many nanoseconds, or had not when another was faster: without
   * those the percentile would sink under its own effect.
   */
  public synchronized void answered(long nanos) {
    answers.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, LONGEST_MICROS));
    long now = nanoTime.getAsLong();
    boolean due = patience.isEmpty() || now - since >= config.window().toNanos();
    if (due && answers.getTotalCount() >= config.leastAnswers()) {
      patience =
          Optional.of(
              Duration.of(answers.getValueAtPercentile(config.percentile()), ChronoUnit.MICROS));
      answers.reset();
      since = now;
    }
  }
}
