package dev.vitrine.observability.name;

import java.time.Duration;

/** Durations as PromQL has them: a whole number and the greatest unit that fits. */
public final class PromDuration {
  private record Unit(String name, long millis) {}

  private static final Unit[] UNITS = {
    new Unit("d", 86_400_000), new Unit("h", 3_600_000), new Unit("m", 60_000), new Unit("s", 1_000)
  };

  private PromDuration() {}

  /** Writes a duration; less than a millisecond is lost. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    for (Unit unit : UNITS) {
      if (millis != 0 && millis % unit.millis() == 0) {
        return millis / unit.millis() + unit.name();
      }
    }
    return millis == 0 ? "0s" : millis + "ms";
  }
}
