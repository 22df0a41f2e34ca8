package dev.vitrine.local.load;

import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts and times the answers to one operation. Used by one thread. */
final class Measure {
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
  private final SortedMap<Integer, Long> statuses = new TreeMap<>();
  private long silences;
  private long faults;

  /**
   * One more.
   *
   * @param nanos from when it was due to its end, also where it has no answer
   */
  void add(Operation operation, Answer answer, long nanos) {
    micros.recordValue(Math.clamp(nanos / 1000, 0, LONGEST_MICROS));
    switch (answer) {
      case Answer.Given given -> {
        statuses.merge(given.status(), 1L, Long::sum);
        faults += operation.expected().contains(given.status()) ? 0 : 1;
      }
      case Answer.None _ -> {
        silences++;
        faults++;
      }
    }
  }

  /** What it has come to. */
  Summary.Line line(Operation operation) {
    return new Summary.Line(
        operation.name(),
        statuses,
        silences,
        faults,
        new Summary.Latency(
            micros.getValueAtPercentile(50),
            micros.getValueAtPercentile(90),
            micros.getValueAtPercentile(99),
            micros.getMaxValue()));
  }

  /** Adds these times to others. */
  void addTo(Histogram all) {
    all.add(micros);
  }

  static Histogram histogram() {
    return new Histogram(LONGEST_MICROS, DIGITS);
  }
}
