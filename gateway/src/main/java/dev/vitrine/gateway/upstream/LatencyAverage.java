package dev.vitrine.gateway.upstream;

import java.time.Duration;

/**
 * How long an endpoint takes to answer: a moving average over about ten seconds, weighted by time,
 * so that one long request among many short ones weighs little. It fades while no request goes
 * there, and an endpoint that was slow is tried again. Safe for any thread; of two samples at the
 * same time one may be lost.
 */
public final class LatencyAverage {
  private static final double FORGETTING_NANOS = Duration.ofSeconds(10).toNanos();

  private volatile Sample last = new Sample(0, 0);

  private record Sample(double nanos, long at) {}

  /**
   * An answer came, or did not.
   *
   * @param nanos how long it took, or was waited for
   * @param now on the clock of {@link System#nanoTime()}
   */
  public void observe(long nanos, long now) {
    Sample before = last;
    double kept = kept(before, now);
    double average = before.nanos() == 0 ? nanos : before.nanos() * kept + nanos * (1 - kept);
    last = new Sample(average, now);
  }

  /**
   * The average in nanoseconds; 0 where nothing is known.
   *
   * @param now on the clock of {@link System#nanoTime()}
   */
  public double nanos(long now) {
    Sample sample = last;
    return sample.nanos() == 0 ? 0 : sample.nanos() * kept(sample, now);
  }

  /** The average in nanoseconds as it was when the last answer came; 0 where none ever did. */
  public double lastNanos() {
    return last.nanos();
  }

  private static double kept(Sample sample, long now) {
    return Math.exp(-Math.max(0, now - sample.at()) / FORGETTING_NANOS);
  }
}
