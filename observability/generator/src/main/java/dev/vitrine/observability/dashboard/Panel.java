package dev.vitrine.observability.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One panel. Its id follows from its title, so that it stays the same wherever the panel goes.
 *
 * @param description what it shows, and what to make of it
 */
record Panel(
    Kind kind, String title, String description, Unit unit, Look look, List<Target> targets) {

  /** How it looks, and where its data are. */
  enum Kind {
    LINES("timeseries", Source.METRICS),
    NUMBER("stat", Source.METRICS),
    HEATMAP("heatmap", Source.METRICS),
    TABLE("table", Source.METRICS),
    LOGS("logs", Source.LOGS),
    TRACES("table", Source.TRACES),
    FAILED_TRACES("table", Source.TRACES);

    private final String type;
    private final Source source;

    Kind(String type, Source source) {
      this.type = type;
      this.source = source;
    }

    /** Grafana's name of it. */
    String type() {
      return type;
    }
  }

  /** In units of Grafana's grid, which is 24 wide. */
  record Size(int width, int height) {}

  /** Where a series leads. */
  record Link(String title, String path) {}

  /**
   * What may be other than usual.
   *
   * @param exemplars whether its points lead to traces
   * @param limits from which value on it is yellow, and red; empty for neither
   * @param links where a series leads
   */
  record Look(Size size, boolean exemplars, List<Double> limits, List<Link> links) {}

  Panel {
    targets = List.copyOf(targets);
  }

  static Panel lines(String title, String description, Unit unit) {
    return of(Kind.LINES, title, description, unit).sized(12, 8);
  }

  static Panel number(String title, String description, Unit unit) {
    return of(Kind.NUMBER, title, description, unit).sized(6, 4);
  }

  static Panel heatmap(String title, String description, Unit unit) {
    return of(Kind.HEATMAP, title, description, unit).sized(12, 8);
  }

  static Panel table(String title, String description, Unit unit) {
    return of(Kind.TABLE, title, description, unit).sized(12, 8);
  }

  static Panel logs(String title, String description) {
    return of(Kind.LOGS, title, description, Unit.NONE).sized(8, 12);
  }

  static Panel traces(String title, String description) {
    return of(Kind.TRACES, title, description, Unit.NONE).sized(8, 12);
  }

  static Panel failedTraces(String title, String description) {
    return of(Kind.FAILED_TRACES, title, description, Unit.NONE).sized(8, 12);
  }

  /** With one more query. */
  Panel query(String expression, String legend) {
    List<Target> more = new ArrayList<>(targets);
    more.add(new Target(expression, legend));
    return new Panel(kind, title, description, unit, look, more);
  }

  /** So wide, and so high. */
  Panel sized(int width, int height) {
    return with(new Look(new Size(width, height), look.exemplars(), look.limits(), look.links()));
  }

  /** Points lead to traces. */
  Panel withExemplars() {
    return with(new Look(look.size(), true, look.limits(), look.links()));
  }

  /** Yellow from one value on, red from another; where less is worse, the red one is the lesser. */
  Panel limits(double yellow, double red) {
    return with(new Look(look.size(), look.exemplars(), List.of(yellow, red), look.links()));
  }

  /** A series leads somewhere. */
  Panel leadingTo(String path) {
    return leadingTo(new Link("Look closer", path));
  }

  /** An alert leads to all that is told of it, with the runbook, where people are told. */
  Panel leadingToAlertmanager(String address) {
    String filter = "%7Balertname%3D%22${__data.fields.alertname}%22%7D";
    return leadingTo(new Link("What is told of it", address + "/#/alerts?filter=" + filter));
  }

  /**
   * A series leads to the traces of failed requests of a service.
   *
   * @param service its name, or {@link Traces#OF_THE_SERIES}
   */
  Panel leadingToFailedTraces(String service) {
    return leadingTo(new Link("Failed traces", Traces.failed(service)));
  }

  /** A series of failures of one kind leads to the traces of just these; as the one before. */
  Panel leadingToTracesOfTheFailure(String service) {
    return leadingTo(new Link("Failed traces", Traces.failedLikeTheSeries(service)));
  }

  /** A series leads to the slow traces of a service; as the one before. */
  Panel leadingToSlowTraces(String service) {
    return leadingTo(new Link("Slow traces", Traces.slow(service)));
  }

  private Panel leadingTo(Link link) {
    List<Link> more = new ArrayList<>(look.links());
    more.add(link);
    return with(new Look(look.size(), look.exemplars(), look.limits(), List.copyOf(more)));
  }

  Source source() {
    return kind.source;
  }

  int id() {
    CRC32 sum = new CRC32();
    sum.update(title.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % 100_000) + 1;
  }

  private Panel with(Look other) {
    return new Panel(kind, title, description, unit, other, targets);
  }

  private static Panel of(Kind kind, String title, String description, Unit unit) {
    Look usual = new Look(new Size(0, 0), false, List.of(), List.of());
    return new Panel(kind, title, description, unit, usual, List.of());
  }
}
