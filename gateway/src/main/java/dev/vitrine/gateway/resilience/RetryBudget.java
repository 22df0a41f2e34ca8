package dev.vitrine.gateway.resilience;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How many requests may be sent again, so that retries never become the load that they answer:
 * within any such window, a few, or a share of the requests. Safe for any thread.
 */
public final class RetryBudget {
  private static final long SECOND = 1_000_000_000L;

  private final RetryBudgetConfig config;
  private final LongSupplier nanoTime;
  private final Window requests;
  private final Window retries;
  private long second;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RetryBudget(RetryBudgetConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
    int seconds = Math.toIntExact(config.window().toSeconds());
    this.requests = new Window(seconds);
    this.retries = new Window(seconds);
    this.second = nanoTime.getAsLong() / SECOND;
  }

  /** A count for each of the last seconds, and their sum. */
  private static final class Window {
    private final long[] counts;
    private long sum;

    Window(int seconds) {
      this.counts = new long[seconds];
    }

    void add(long second) {
      counts[slot(second)]++;
      sum++;
    }

    void expire(long second) {
      sum -= counts[slot(second)];
      counts[slot(second)] = 0;
    }

    void clear() {
      Arrays.fill(counts, 0);
      sum = 0;
    }

    private int slot(long second) {
      return Math.floorMod(second, counts.length);
    }
  }

  /** A request has come. */
  public synchronized void requested() {
    advance();
    requests.add(second);
  }

  /** Whether one may be sent again now; counts it if so. */
  public synchronized boolean tryRetry() {
    advance();
    if (retries.sum >= Math.max(config.reserve(), requests.sum * config.percent() / 100)) {
      return false;
    }
    retries.add(second);
    return true;
  }

  private void advance() {
    long now = nanoTime.getAsLong() / SECOND;
    if (now - second >= config.window().toSeconds()) {
      requests.clear();
      retries.clear();
      second = now;
    }
    while (second < now) {
      second++;
      requests.expire(second);
      retries.expire(second);
    }
  }
}
