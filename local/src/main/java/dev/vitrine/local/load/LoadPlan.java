package dev.vitrine.local.load;

import java.time.Duration;

/**
 * What load to make.
 *
 * @param rate arrivals a second, on average
 * @param duration for how long there are arrivals
 * @param errors the share of requests that are mistakes on purpose, 0 to 1
 * @param seed two loads of one seed are the same, as far as the answers are
 * @param rhythm how arrivals follow each other
 */
public record LoadPlan(double rate, Duration duration, double errors, long seed, Rhythm rhythm) {
  /** More than this is a bench's work, and more than one machine's. */
  public static final double HIGHEST_RATE = 2000;

  /** A load ends by itself. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** What is made where nothing is said. */
  public static LoadPlan usual(long seed) {
    return new LoadPlan(50, Duration.ofSeconds(60), 0.02, seed, Rhythm.POISSON);
  }
}
