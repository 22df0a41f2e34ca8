package dev.vitrine.gateway.discovery.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: at random between nothing and a bound that doubles with
 * each failure in a row ("full jitter"), so that clients who failed together do not come back
 * together. For one thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private int failures;

  /**
   * Of no failures yet.
   *
   * @param first the bound after the first failure
   * @param most the bound after any number of them
   */
  public Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /** After one more failure. */
  public Duration next() {
    long bound = Math.min(most.toNanos(), first.toNanos() << Math.min(failures, 20));
    failures++;
    return Duration.ofNanos(random.nextLong(bound + 1));
  }

  /** After a success: the next failure is a first one. */
  public void reset() {
    failures = 0;
  }
}
