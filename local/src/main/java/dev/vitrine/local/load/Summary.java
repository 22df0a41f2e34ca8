package dev.vitrine.local.load;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a load has come to.
 *
 * @param arrived requests that were due
 * @param turnedAway those of them that were not sent, since too many were under way
 * @param underWay those of them that had no answer when this was written
 * @param lines one for each operation that was answered
 * @param latency of all operations
 */
public record Summary(
    long arrived, long turnedAway, long underWay, List<Line> lines, Latency latency) {
  public Summary {
    lines = lines.stream().sorted(Comparator.comparing(Line::name)).toList();
  }

  /** How many requests came to an end. */
  public long ended() {
    return lines.stream().mapToLong(Line::count).sum();
  }

  /** How many of these did not end as they should: another status, or no answer. */
  public long faults() {
    return lines.stream().mapToLong(Line::faults).sum();
  }

  /** Whether every customer got what they should have got. */
  public boolean good() {
    return faults() == 0 && turnedAway == 0;
  }

  /**
   * One operation.
   *
   * @param statuses how often each was answered
   * @param silences how often there was no answer
   * @param faults how often there was no answer, or one that should not be
   */
  public record Line(
      String name, SortedMap<Integer, Long> statuses, long silences, long faults, Latency latency) {
    public Line {
      statuses = new TreeMap<>(statuses);
    }

    /** How often it was asked for, and came to an end. */
    public long count() {
      return silences + statuses.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** From when a request was due to the end of its answer, in microseconds. */
  public record Latency(long p50, long p90, long p99, long max) {}
}
