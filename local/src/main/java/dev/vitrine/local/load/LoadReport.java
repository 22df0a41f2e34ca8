package dev.vitrine.local.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Style;
import dev.vitrine.local.terminal.Table;
import dev.vitrine.local.terminal.Table.Cell;
import dev.vitrine.local.terminal.Table.Column;
import dev.vitrine.local.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The summary of a load, shown.
 *
 * @param lasted from its beginning to its last arrival
 */
public record LoadReport(HostPort target, LoadPlan plan, Duration lasted, Summary summary) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final double MICROS = 1000.0;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("OPERATION", false),
          new Column("COUNT", true),
          new Column("P50", true),
          new Column("P90", true),
          new Column("P99", true),
          new Column("MAX", true),
          new Column("WRONG", true),
          new Column("ANSWERS", false));

  /** A row for each operation, and what it comes to. */
  public List<String> table(Terminal terminal) {
    Table table = new Table(COLUMNS);
    for (Summary.Line line : summary.lines()) {
      table.row(row(line.name(), line.count(), line.latency(), line.faults(), answers(line)));
    }
    table.row(row("in all", summary.ended(), summary.latency(), summary.faults(), ""));
    List<String> lines = new ArrayList<>(table.lines(terminal));
    lines.add("");
    lines.add(
        "%d requests in %s to %s, seed %d. Milliseconds are from when a request was due."
            .formatted(summary.arrived(), Elapsed.words(lasted), target.url(), plan.seed()));
    if (summary.turnedAway() > 0) {
      lines.add(
          "%d of them were not sent: %d were under way."
              .formatted(summary.turnedAway(), LoadRun.MOST));
    }
    if (summary.underWay() > 0) {
      lines.add(summary.underWay() + " of them had no answer yet when it was stopped.");
    }
    lines.add(
        summary.good()
            ? terminal.paint(Style.GOOD, "All was answered as expected.")
            : terminal.paint(Style.BAD, "Not all was answered as expected."));
    return List.copyOf(lines);
  }

  /** The same for programs. */
  public String json() {
    Document document =
        new Document(
            target.url(),
            plan.rate(),
            plan.errors() * 100,
            plan.seed(),
            plan.rhythm().name().toLowerCase(Locale.ROOT),
            lasted.toMillis() / 1000.0,
            summary.arrived(),
            summary.turnedAway(),
            summary.underWay(),
            summary.faults(),
            summary.good(),
            Millis.of(summary.latency()),
            summary.lines().stream().map(Entry::of).toList());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names can always be written", e);
    }
  }

  static String millis(long micros) {
    double millis = micros / MICROS;
    return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static List<Cell> row(
      String name, long count, Summary.Latency latency, long faults, String answers) {
    return List.of(
        new Cell(name, Style.BOLD),
        Cell.of(Long.toString(count)),
        Cell.of(millis(latency.p50())),
        Cell.of(millis(latency.p90())),
        Cell.of(millis(latency.p99())),
        Cell.of(millis(latency.max())),
        new Cell(faults == 0 ? "" : Long.toString(faults), Style.BAD),
        new Cell(answers, Style.DIM));
  }

  /** Such as "812 x 200, 2 x 304, 1 x no answer". */
  private static String answers(Summary.Line line) {
    String statuses =
        line.statuses().entrySet().stream()
            .map(status -> status.getValue() + " x " + status.getKey())
            .collect(Collectors.joining(", "));
    if (line.silences() == 0) {
      return statuses;
    }
    return (statuses.isEmpty() ? "" : statuses + ", ") + line.silences() + " x no answer";
  }

  private record Document(
      String target,
      double rate,
      double errorsPercent,
      long seed,
      String arrivals,
      double seconds,
      long requests,
      long notSent,
      long underWay,
      long notAsExpected,
      boolean good,
      Millis latencyMs,
      List<Entry> operations) {}

  private record Entry(
      String name,
      long count,
      long notAsExpected,
      SortedMap<Integer, Long> statuses,
      long noAnswer,
      Millis latencyMs) {
    static Entry of(Summary.Line line) {
      return new Entry(
          line.name(),
          line.count(),
          line.faults(),
          line.statuses(),
          line.silences(),
          Millis.of(line.latency()));
    }
  }

  private record Millis(double p50, double p90, double p99, double max) {
    static Millis of(Summary.Latency latency) {
      return new Millis(
          latency.p50() / MICROS,
          latency.p90() / MICROS,
          latency.p99() / MICROS,
          latency.max() / MICROS);
    }
  }
}
