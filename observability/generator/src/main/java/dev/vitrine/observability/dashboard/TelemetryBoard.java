package dev.vitrine.observability.dashboard;

import static dev.vitrine.observability.dashboard.Promql.rateBy;

import dev.vitrine.observability.name.Board;
import java.util.List;

/** Whether what watches can be believed. */
final class TelemetryBoard {
  private TelemetryBoard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Board.TELEMETRY,
        "Whether what watches can be believed: scrapes, series, spans, log lines, the collector.",
        List.of(scrapes(), signals(), collector()));
  }

  private static Row scrapes() {
    return Row.of(
        "Scrapes",
        Panel.lines("Up", "1 for each process that Prometheus can scrape.", Unit.COUNT)
            .query("up", "{{job}} {{instance}}")
            .sized(8, 8),
        Panel.lines("Time of a scrape", "How long a scrape takes.", Unit.SECONDS)
            .query("scrape_duration_seconds", "{{job}} {{instance}}")
            .limits(1, 5)
            .sized(8, 8),
        Panel.lines(
                "Series of each process",
                "Series that a process shows. Growing without end, a label has no bound.",
                Unit.COUNT)
            .query("scrape_samples_post_metric_relabeling", "{{job}} {{instance}}")
            .sized(8, 8),
        Panel.lines("Series in Prometheus", "All series that Prometheus holds now.", Unit.COUNT)
            .query("sum(prometheus_tsdb_head_series)" + Promql.OR_ZERO, "series")
            .sized(8, 8),
        Panel.lines(
                "Failed evaluations of rules",
                "Evaluations a second that failed: an alert that is not evaluated tells nobody.",
                Unit.PER_SECOND)
            .query(
                rateBy("rule_group", "prometheus_rule_evaluation_failures_total", ""),
                "{{rule_group}}")
            .limits(0.001, 0.01)
            .sized(8, 8),
        Panel.lines(
                "Drift of clocks",
                "How far each process's clock is from Prometheus's.",
                Unit.SECONDS)
            .query(
                "max by (job, instance) (abs(process_clock_seconds - timestamp(process_clock_seconds)))"
                    + Promql.OR_ZERO,
                "{{job}} {{instance}}")
            .limits(1, 2)
            .sized(8, 8));
  }

  private static Row signals() {
    return Row.of(
        "Spans and log lines",
        Panel.lines(
                "Spans",
                "Spans a second, by what became of them. Dropped: the queue was full. Failed: the collector did not take them.",
                Unit.PER_SECOND)
            .query(rateBy("job, outcome", "otel_spans_total", ""), "{{job}} {{outcome}}"),
        Panel.lines(
                "Lost log lines",
                "Log lines a second that were lost because the queue was full.",
                Unit.PER_SECOND)
            .query(rateBy("job", "log_events_dropped_total", ""), "{{job}}")
            .limits(0.001, 1));
  }

  private static Row collector() {
    return Row.of(
        "Collector",
        Panel.lines("Queue", "Part of each exporter's queue that is full.", Unit.PART)
            .query(
                "max by (exporter, data_type) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)"
                    + Promql.OR_ZERO,
                "{{exporter}} {{data_type}}")
            .limits(0.5, 0.9)
            .sized(8, 8),
        Panel.lines(
                "Refused by the collector",
                "Spans and log records a second that its receivers refused, for want of memory.",
                Unit.PER_SECOND)
            .query(
                rateBy("receiver", "otelcol_receiver_refused_spans_total", ""),
                "{{receiver}} spans")
            .query(
                rateBy("receiver", "otelcol_receiver_refused_log_records_total", ""),
                "{{receiver}} log records")
            .sized(8, 8),
        Panel.lines(
                "Not delivered by the collector",
                "Spans and log records a second that are lost: Jaeger or Loki did not take them for five minutes, or the queue was full.",
                Unit.PER_SECOND)
            .query(
                rateBy("exporter", "otelcol_exporter_send_failed_spans_total", ""),
                "{{exporter}} spans")
            .query(
                rateBy("exporter", "otelcol_exporter_send_failed_log_records_total", ""),
                "{{exporter}} log records")
            .query(
                rateBy("exporter", "otelcol_exporter_enqueue_failed_spans_total", ""),
                "{{exporter}} spans, queue full")
            .query(
                rateBy("exporter", "otelcol_exporter_enqueue_failed_log_records_total", ""),
                "{{exporter}} log records, queue full")
            .sized(8, 8));
  }
}
