package dev.vitrine.observability.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One panel. Its id follows from its title, so that it stays the same wherever the panel goes.
 *
 * @param description what it shows, and what to make of it
 * @param exemplars whether its points lead to traces
 * @param limits from which value on it is yellow, and red; empty for neither
 * @param link where a series leads; empty for nowhere
 */
record Panel(
    Kind kind,
    String title,
    String description,
    Unit unit,
    Size size,
    Source source,
    List<Target> targets,
    boolean exemplars,
    List<Double> limits,
    String link) {

  /** How it looks. */
  enum Kind {
    LINES("timeseries"),
    NUMBER("stat"),
    HEATMAP("heatmap"),
    TABLE("table"),
    LOGS("logs"),
    TRACES("table");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** Grafana's name of it. */
    String type() {
      return type;
    }
  }

  /** In units of Grafana's grid, which is 24 wide. */
  record Size(int width, int height) {}

  static Panel lines(String title, String description, Unit unit) {
    return of(Kind.LINES, title, description, unit, new Size(12, 8));
  }

  static Panel number(String title, String description, Unit unit) {
    return of(Kind.NUMBER, title, description, unit, new Size(6, 4));
  }

  static Panel heatmap(String title, String description, Unit unit) {
    return of(Kind.HEATMAP, title, description, unit, new Size(12, 8));
  }

  static Panel table(String title, String description, Unit unit) {
    return of(Kind.TABLE, title, description, unit, new Size(12, 8));
  }

  static Panel logs(String title, String description) {
    return of(Kind.LOGS, title, description, Unit.NONE, new Size(12, 12)).from(Source.LOGS);
  }

  static Panel traces(String title, String description) {
    return of(Kind.TRACES, title, description, Unit.NONE, new Size(12, 12)).from(Source.TRACES);
  }

  /** With one more query. */
  Panel query(String expression, String legend) {
    List<Target> more = new ArrayList<>(targets);
    more.add(new Target(expression, legend));
    return new Panel(kind, title, description, unit, size, source, more, exemplars, limits, link);
  }

  /** So wide, and so high. */
  Panel sized(int width, int height) {
    return new Panel(
        kind,
        title,
        description,
        unit,
        new Size(width, height),
        source,
        targets,
        exemplars,
        limits,
        link);
  }

  /** Points lead to traces. */
  Panel withExemplars() {
    return new Panel(kind, title, description, unit, size, source, targets, true, limits, link);
  }

  /** Yellow from one value on, red from another; where less is worse, the red one is the lesser. */
  Panel limits(double yellow, double red) {
    return new Panel(
        kind,
        title,
        description,
        unit,
        size,
        source,
        targets,
        exemplars,
        List.of(yellow, red),
        link);
  }

  /** A series leads somewhere. */
  Panel leadingTo(String path) {
    return new Panel(
        kind, title, description, unit, size, source, targets, exemplars, limits, path);
  }

  int id() {
    CRC32 sum = new CRC32();
    sum.update(title.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % 100_000) + 1;
  }

  private Panel from(Source other) {
    return new Panel(kind, title, description, unit, size, other, targets, exemplars, limits, link);
  }

  private static Panel of(Kind kind, String title, String description, Unit unit, Size size) {
    return new Panel(
        kind, title, description, unit, size, Source.METRICS, List.of(), false, List.of(), "");
  }
}
