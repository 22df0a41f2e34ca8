package dev.vitrine.observability.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * The values along one side of a plot, with round numbers at its marks.
 *
 * @param from the least value that has a place, in the unit that is measured
 * @param to the largest
 */
record Axis(double from, double to, List<Mark> marks) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  /** A value that is written beside the axis. */
  record Mark(double value, String text) {}

  /**
   * An axis from zero, or from below where there are values below, to beyond the largest value.
   *
   * @param unit by Grafana's name
   * @param most how many marks there may be beside the first
   */
  static Axis of(String unit, double least, double largest, int most) {
    return of(unit, least, largest, most, 0);
  }

  /**
   * The same, for values that are all whole, so that there are no marks between them.
   *
   * @see #of
   */
  static Axis ofWhole(String unit, double least, double largest, int most) {
    return of(unit, least, largest, most, 1);
  }

  private static Axis of(String unit, double least, double largest, int most, double leastStep) {
    double low = Math.min(0, least);
    double high = largest > low ? largest : low + 1;
    Quantity quantity = Quantity.of(unit, Math.max(Math.abs(low), Math.abs(high)));
    double step = Math.max(leastStep, step((high - low) / quantity.factor() / most));
    long first = (long) Math.floor(low / quantity.factor() / step + 1e-9);
    long last = (long) Math.ceil(high / quantity.factor() / step - 1e-9);
    List<Mark> marks = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      marks.add(
          new Mark(number * step * quantity.factor(), quantity.text(number * step, digits(step))));
    }
    return new Axis(marks.getFirst().value(), marks.getLast().value(), marks);
  }

  /** Where a value is, from 0 to 1. */
  double place(double value) {
    return (value - from) / (to - from);
  }

  /** The least round number that is not less. */
  private static double step(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double step : STEPS) {
      if (step * power >= rough * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static int digits(double step) {
    int digits = 0;
    double shown = step;
    while (digits < 4 && Math.abs(shown - Math.rint(shown)) > 1e-6 * shown) {
      shown *= 10;
      digits++;
    }
    return digits;
  }
}
