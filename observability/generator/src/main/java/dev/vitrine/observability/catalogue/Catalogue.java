package dev.vitrine.observability.catalogue;

import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.LibraryMetrics;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.SpanType;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code observability/catalogue.md}. */
final class Catalogue {
  private static final String HEAD =
      """
      # All metrics, spans and log lines

      What the three processes tell of themselves. Each name is written once, in
      [platform.telemetry](../platform/src/main/java/dev/vitrine/platform/telemetry): `Metric`, `Label`, `SpanType`, `LogEvent`,
      `LogField`; nothing else registers a metric or begins a span, which a rule of ArchUnit sees to. Names follow the OpenTelemetry
      semantic conventions, version 1.45, where these have one.

      This page is written by `CatalogueTest` (`-Dvitrine.docs.record=true`); do not edit it.
      """;

  private Catalogue() {}

  static String page() {
    return String.join("\n", HEAD, metrics(), labels(), libraries(), spans(), logs(), fields());
  }

  private static String metrics() {
    return """
    ## Metrics

    At `/metrics` of the management port; OpenMetrics with exemplars where asked for it. *From*: *start*, or the *first* time that there is
    something to count, or *start, if* the configuration asks for what it is about. A histogram has `_bucket`, `_count`, `_sum`, and a gauge
    `_max`, the largest value of the last minutes.

    """
        + table(
            List.of("metric", "kind", "labels", "process", "from", "what it is"),
            Arrays.stream(Metric.values())
                .map(metric ->
                    List.of(
                        code(metric.shownName()),
                        lower(metric.kind()),
                        codes(metric.labels().stream().map(Label::shownKey)),
                        process(metric.processes()),
                        from(metric.presence()),
                        metric.meaning() + "." + buckets(metric)))
                .toList());
  }

  private static String labels() {
    return """
    ## Labels

    Each has few values, whatever clients send.

    """
        + table(
            List.of("label", "of", "values"),
            Arrays.stream(Label.values())
                .map(label ->
                    List.of(
                        code(label.shownKey()),
                        codes(
                            Arrays.stream(Metric.values())
                                .filter(metric -> metric.labels().contains(label))
                                .map(Metric::shownName)),
                        label.bound() + values(label)))
                .toList());
  }

  private static String libraries() {
    return """
    ## Metrics of libraries

    Under the names that these give them.

    """
        + table(
            List.of("begin with", "by", "what they tell"),
            Arrays.stream(LibraryMetrics.values())
                .map(each -> List.of(code(each.prefix()), each.library(), each.meaning() + "."))
                .toList());
  }

  private static String spans() {
    return """
    ## Spans

    Nothing of the management port is traced. Each process adds `service.name`, `service.version` and what `OTEL_RESOURCE_ATTRIBUTES` says.
    In a name, `HTTP` stands for the method `_OTHER`. Every answer of the gateway has the id of its trace as `X-Trace-Id`, sampled or not; but
    for the 408 to a head that does not come to its end, and what HTTP/2 answers by a reset: there was no request yet, and is no trace.

    """
        + table(
            List.of("name", "kind", "attributes", "what it is"),
            Arrays.stream(SpanType.values())
                .map(span ->
                    List.of(
                        code(span.pattern()),
                        span.kind().name(),
                        codes(span.attributes().stream().map(AttributeKey::getKey)),
                        "%s. %s.".formatted(span.meaning(), span.failure())))
                .toList());
  }

  private static String logs() {
    return """
    ## Events in the log

    Each line has an `event`, but for those of libraries.

    """
        + table(
            List.of("event", "fields", "what has happened"),
            Arrays.stream(LogEvent.values())
                .sorted(Comparator.comparing(LogEvent::label))
                .map(event ->
                    List.of(
                        code(event.label()),
                        codes(event.fields().stream().map(LogField::key)),
                        event.meaning() + "."))
                .toList());
  }

  private static String fields() {
    return """
    ## Fields of log lines

    One JSON object a line on standard output. All have `timestamp` (UTC, milliseconds), `level`, `logger`, `thread` and `message`.

    """
        + table(
            List.of("field", "what it says"),
            Arrays.stream(LogField.values())
                .map(field -> List.of(code(field.key()), field.meaning() + "."))
                .toList());
  }

  private static String table(List<String> head, List<List<String>> rows) {
    String rule = "|" + "---|".repeat(head.size()) + "\n";
    return row(head) + rule + rows.stream().map(Catalogue::row).collect(Collectors.joining());
  }

  private static String row(List<String> cells) {
    return cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |"))
        + "\n";
  }

  private static String values(Label label) {
    return label.known().isEmpty() ? "" : " " + codes(label.known().stream().sorted()) + ".";
  }

  private static String buckets(Metric metric) {
    return metric.buckets().isEmpty()
        ? ""
        : metric.buckets().stream()
            .map(Catalogue::seconds)
            .collect(Collectors.joining(" ", " Buckets: ", " s."));
  }

  private static String seconds(Duration bound) {
    String text = Double.toString(bound.toNanos() / 1e9);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String process(Metric.Processes processes) {
    return switch (processes) {
      case ALL -> "all";
      case GATEWAY -> "gateway";
      case SERVICES -> "services";
    };
  }

  private static String from(Metric.Presence presence) {
    return switch (presence) {
      case AT_START -> "start";
      case WITH_THE_FIRST -> "first";
      case IF_CONFIGURED -> "start, if";
    };
  }

  private static String codes(Stream<String> texts) {
    return texts.map(Catalogue::code).collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
