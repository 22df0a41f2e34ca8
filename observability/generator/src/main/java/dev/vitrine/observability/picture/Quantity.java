package dev.vitrine.observability.picture;

import java.util.List;
import java.util.Locale;

/**
 * What a unit of Grafana's is to a reader: milliseconds and mebibytes, chosen so that a value has a
 * few digits.
 *
 * @param factor what one of it is in the unit that is measured
 */
record Quantity(double factor, String suffix) {
  private static final List<Quantity> TIMES =
      List.of(
          new Quantity(1e-6, " µs"),
          new Quantity(1e-3, " ms"),
          new Quantity(1, " s"),
          new Quantity(60, " min"),
          new Quantity(3600, " h"),
          new Quantity(86_400, " d"),
          new Quantity(365 * 86_400.0, " years"));

  private static final List<Quantity> SIZES =
      List.of(
          new Quantity(1, " B"),
          new Quantity(1 << 10, " KiB"),
          new Quantity(1 << 20, " MiB"),
          new Quantity(1 << 30, " GiB"));

  private static final List<Quantity> COUNTS =
      List.of(new Quantity(1, ""), new Quantity(1e3, " k"), new Quantity(1e6, " M"));

  /**
   * The quantity for values up to one.
   *
   * @param unit by Grafana's name
   * @param largest of the values that are shown together
   */
  static Quantity of(String unit, double largest) {
    return switch (unit) {
      case "s" -> largest == 0 ? new Quantity(1, " s") : fitting(TIMES, largest, 1);
      case "bytes" -> fitting(SIZES, largest, 1);
      case "binBps" -> fitting(SIZES, largest, 1).perSecond();
      case "percentunit" -> new Quantity(0.01, " %");
      case "reqps", "cps" -> new Quantity(1, " /s");
      case "short", "none" -> fitting(COUNTS, largest, 10);
      default -> throw new IllegalArgumentException("no picture knows the unit " + unit);
    };
  }

  /** A value by itself, with as many digits as say something. */
  static String text(String unit, double value) {
    Quantity quantity = of(unit, Math.abs(value));
    double shown = value / quantity.factor;
    double size = Math.abs(shown);
    boolean isWhole = Math.abs(shown - Math.rint(shown)) <= size * 1e-9;
    int digits = isWhole || size >= 100 ? 0 : size >= 10 ? 1 : 2;
    String text = quantity.text(shown, digits);
    return digits == 2 ? text.replaceFirst("(\\.\\d)0(?=\\D|$)", "$1") : text;
  }

  /** A value of this quantity, with so many digits behind the point. */
  String text(double shown, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", shown == 0 ? 0.0 : shown) + suffix;
  }

  private Quantity perSecond() {
    return new Quantity(factor, suffix + "/s");
  }

  /** The largest that leaves at least so many of it. */
  private static Quantity fitting(List<Quantity> quantities, double largest, double least) {
    Quantity fitting = quantities.getFirst();
    for (Quantity each : quantities) {
      if (largest >= each.factor * least) {
        fitting = each;
      }
    }
    return fitting;
  }
}
