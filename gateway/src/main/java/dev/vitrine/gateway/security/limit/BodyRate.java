package dev.vitrine.gateway.security.limit;

/**
 * Whether content comes fast enough. Only the time counts in which somebody waits for it: a client
 * that may not send is not slow. For one thread; the caller brings the time, in nanoseconds.
 */
final class BodyRate {
  private static final double NANOS = 1_000_000_000;

  private final int leastPerSecond;
  private final long graceNanos;
  private long waited;
  private long waitingSince;
  private boolean waiting;
  private long bytes;

  BodyRate(int leastPerSecond, long graceNanos) {
    this.leastPerSecond = leastPerSecond;
    this.graceNanos = graceNanos;
  }

  /** From now on somebody waits for content. */
  void wanted(long now) {
    if (!waiting) {
      waiting = true;
      waitingSince = now;
    }
  }

  /** From now on nobody does. */
  void unwanted(long now) {
    if (waiting) {
      waiting = false;
      waited += now - waitingSince;
    }
  }

  /** Content has come. */
  void received(int count) {
    bytes += count;
  }

  /** Whether it is slower, on average, than it may be, now that its grace is over. */
  boolean isTooSlow(long now) {
    long total = waiting ? waited + (now - waitingSince) : waited;
    return total > graceNanos && bytes < leastPerSecond * (total / NANOS);
  }
}
