package dev.vitrine.gateway.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How much longer or shorter than usual something lasts this time, so that what begins together
 * does not go on together.
 *
 * @param chance from -1, as short as it may be, to 1, as long
 */
public record Spread(double chance) {
  /** Lasts as long as usual. */
  public static final Spread NONE = new Spread(0);

  /** By chance, each as likely as another. */
  public static Spread by(RandomGenerator random) {
    return new Spread(2 * random.nextDouble() - 1);
  }

  /**
   * How long it lasts this time.
   *
   * @param percent of the duration by which it is longer or shorter, at most: 0 to 100
   */
  public Duration of(Duration usual, int percent) {
    return Duration.ofNanos(Math.round(usual.toNanos() * (1 + chance * percent / 100)));
  }
}
