package dev.vitrine.observability.rule;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How long the hours of the rules are: as they are, or so many times shorter, that a test need not
 * wait for them. Nothing gets shorter than Prometheus can follow.
 */
public final class TimeScale {
  /** Hours are hours. */
  public static final TimeScale REAL = new TimeScale(1);

  private static final Duration SCRAPE = Duration.ofSeconds(15);
  private static final Duration LEAST_SCRAPE = Duration.ofMillis(500);
  private static final Duration LEAST_HOLD = Duration.ofSeconds(1);
  private static final Duration LEAST_AGE = Duration.ofSeconds(2);

  /** A rate needs two samples; this many keep it steady where one is missing. */
  private static final int SAMPLES_OF_A_RATE = 4;

  private final double factor;

  private TimeScale(double factor) {
    this.factor = factor;
  }

  /** By 240 an hour becomes 15 seconds. */
  public static TimeScale shortenedBy(double factor) {
    Require.that(factor >= 1, "factor", factor, "at least 1");
    return new TimeScale(factor);
  }

  /** How often targets are scraped, and rules evaluated. */
  public Duration interval() {
    return shortened(SCRAPE, LEAST_SCRAPE);
  }

  /** The range of a rate. */
  public Duration window(Duration nominal) {
    return shortened(nominal, interval().multipliedBy(SAMPLES_OF_A_RATE));
  }

  /** For how long a condition holds before it is told; zero stays zero. */
  Duration hold(Duration nominal) {
    return nominal.isZero() ? nominal : shortened(nominal, LEAST_HOLD);
  }

  /** From which age on something is stale. */
  Duration age(Duration nominal) {
    return shortened(nominal, LEAST_AGE);
  }

  private Duration shortened(Duration nominal, Duration least) {
    Duration shorter = Duration.ofMillis(Math.round(nominal.toMillis() / factor));
    return shorter.compareTo(least) < 0 ? least : shorter;
  }
}
