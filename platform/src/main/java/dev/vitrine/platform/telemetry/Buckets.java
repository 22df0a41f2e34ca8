package dev.vitrine.platform.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/** The upper bounds of the histograms' buckets, the same in every process. */
public final class Buckets {
  private Buckets() {}

  /** For HTTP requests, served or sent: 5 ms to 10 s, with 300 ms for the latency objective. */
  public static Duration[] http() {
    return millis(5, 10, 25, 50, 75, 100, 250, 300, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000);
  }

  /** For database operations: 1 ms to 10 s. */
  public static Duration[] database() {
    return millis(1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000);
  }

  /** For event loops, which are to be on time: 1 ms to 1 s. */
  static Duration[] lag() {
    return millis(1, 5, 10, 25, 50, 100, 250, 500, 1_000);
  }

  /** For what the gateway adds to a request: 100 µs to 1 s. */
  static Duration[] overhead() {
    return micros(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 1_000_000);
  }

  private static Duration[] micros(long... bounds) {
    return LongStream.of(bounds)
        .mapToObj(bound -> Duration.ofNanos(1_000 * bound))
        .toArray(Duration[]::new);
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
