package dev.vitrine.platform.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as operators write them: a number and a unit, {@code 250ms}, {@code 1.5s}, {@code 10m},
 * {@code 1h}, {@code 30d}.
 */
final class Durations {
  static final String EXPECTED = "a duration such as 250ms, 1.5s, 10m, 1h or 30d";

  /** The form, as a regular expression of any dialect. */
  static final String PATTERN = "^([0-9]{1,15}([.][0-9]{1,9})?)\\s*(ms|s|m|h|d)$";

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)");

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(nanosOf(matcher.group(2)));
    try {
      return Optional.of(Duration.ofNanos(nanos.longValueExact()));
    } catch (ArithmeticException tooLongOrTooFine) {
      return Optional.empty();
    }
  }

  static String print(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long size = nanosOf(unit).longValueExact();
      if (nanos % size == 0) {
        return nanos / size + unit;
      }
    }
    return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> throw new IllegalArgumentException(unit);
        });
  }
}
