package dev.vitrine.gateway.resilience;

/**
 * How many requests an upstream takes at once before it gets slower, learned from how long it takes
 * to answer: as long as the answers come as fast as usual the limit grows, and it shrinks in
 * proportion where they come more slowly (the gradient rule of Netflix's concurrency-limits). Not
 * safe for threads: its owner locks.
 */
final class AdaptiveLimit {
  private static final int LEAST = 20;
  private static final double USUAL_SAMPLES = 600;
  private static final double TOLERANCE = 1.5;
  private static final double SMOOTHING = 0.2;
  private static final double BACK_OFF = 0.9;

  private final int most;
  private double limit;
  private double usualNanos;

  AdaptiveLimit(int most) {
    this.most = most;
    this.limit = most;
  }

  /** The limit now, at most what is configured. */
  int current() {
    return (int) limit;
  }

  /**
   * An answer came.
   *
   * @param inFlight how many requests there were; a few say nothing about many
   */
  void answered(long nanos, int inFlight) {
    usualNanos = usualNanos == 0 ? nanos : usualNanos + (nanos - usualNanos) / USUAL_SAMPLES;
    if (inFlight * 2 < limit) {
      return;
    }
    double gradient = Math.clamp(TOLERANCE * usualNanos / Math.max(1, nanos), 0.5, 1);
    double wanted = limit * gradient + Math.sqrt(limit);
    become(limit + SMOOTHING * (wanted - limit));
  }

  /** No answer came in time, or it said that there is too much to do. */
  void overloaded() {
    become(limit * BACK_OFF);
  }

  private void become(double next) {
    limit = Math.clamp(next, Math.min(LEAST, most), most);
  }
}
