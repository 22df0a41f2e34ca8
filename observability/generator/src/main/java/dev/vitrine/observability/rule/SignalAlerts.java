package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.slo.Severity;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.slo.Thresholds;
import java.time.Duration;
import java.util.List;

/** Alerts of what goes wrong with spans, log lines and metrics, and the clocks that date them. */
final class SignalAlerts {
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final String services;
  private final Thresholds thresholds;
  private final TimeScale scale;

  SignalAlerts(Slo slo, TimeScale scale) {
    this.services = ProcessAlerts.of(slo.services());
    this.thresholds = slo.alerts();
    this.scale = scale;
  }

  List<Rule> rules() {
    return List.of(
        spansDropped(),
        collectorLosesSpans("failed", "otelcol_exporter_send_failed_spans_total"),
        collectorLosesSpans("dropped", "otelcol_exporter_enqueue_failed_spans_total"),
        logEventsDropped(),
        collectorLosesLogRecords("failed", "otelcol_exporter_send_failed_log_records_total"),
        collectorLosesLogRecords("dropped", "otelcol_exporter_enqueue_failed_log_records_total"),
        seriesGrowth(),
        tooManySeries(),
        clockDrift());
  }

  private Alert spansDropped() {
    return Alert.of(
            "SpansDropped",
            Severity.TICKET,
            "sum by (job, instance, outcome) (rate(otel_spans_total{outcome=~\"dropped|failed\"}[%s]))"
                .formatted(range(FIVE_MINUTES)),
            "> 0")
        .holding(TWO_MINUTES)
        .saying(
            "{{ $labels.job }} loses {{ $value | humanize }} spans a second ({{ $labels.outcome }})",
            "Traces have holes: the collector is not there, refuses spans, or is too slow. Requests are not affected.")
        .shownBy(Board.TELEMETRY, "");
  }

  private Alert collectorLosesSpans(String outcome, String counter) {
    return collectorLoses("SpansDropped", outcome, counter)
        .saying(
            "The collector loses {{ $value | humanize }} spans a second on the way to {{ $labels.exporter }} (%s)"
                .formatted(outcome),
            "Traces have holes: what the collector sends its spans to is not there, refuses them, or is too slow. Requests are not affected.")
        .shownBy(Board.TELEMETRY, "");
  }

  private Alert logEventsDropped() {
    return Alert.of(
            "LogEventsDropped",
            Severity.TICKET,
            "sum by (job, instance) (rate(log_events_dropped_total[%s]))"
                .formatted(range(FIVE_MINUTES)),
            "> 0")
        .holding(TWO_MINUTES)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} loses {{ $value | humanize }} log lines a second",
            "Logs have holes: what reads the process's output has stopped, or is too slow. Requests are not affected.")
        .shownBy(Board.TELEMETRY, "");
  }

  private Alert collectorLosesLogRecords(String outcome, String counter) {
    return collectorLoses("LogEventsDropped", outcome, counter)
        .saying(
            "The collector loses {{ $value | humanize }} log records a second on the way to {{ $labels.exporter }} (%s)"
                .formatted(outcome),
            "Logs have holes where they are searched: what the collector sends them to is not there, refuses them, or is too slow. The processes' own output is whole.")
        .shownBy(Board.TELEMETRY, "");
  }

  /** What got as far as the collector, and no farther; it counts what it has given up. */
  private Alert collectorLoses(String alert, String outcome, String counter) {
    return Alert.of(
            alert,
            Severity.TICKET,
            "sum by (job, instance, exporter) (rate(%s[%s]))"
                .formatted(counter, range(FIVE_MINUTES)),
            "> 0")
        .with("outcome", outcome)
        .holding(TWO_MINUTES);
  }

  /**
   * Against the least of the last hours, so that it stays as long as the series do. But not against
   * what it had while it was new, or what a failed scrape has brought: from there on, all that it
   * is ever to have would be growth.
   */
  private Alert seriesGrowth() {
    String samples = "scrape_samples_post_metric_relabeling{" + services + "}";
    String settled = samples + " and on (job, instance) (" + ProcessAlerts.settled(scale) + ")";
    String often = PromDuration.of(scale.hold(ONE_MINUTE));
    return Alert.of(
            "SeriesGrowth",
            Severity.TICKET,
            "%s - min_over_time((%s)[%s:%s])"
                .formatted(samples, settled, range(Duration.ofHours(6)), often),
            "> " + thresholds.seriesGrowth())
        .holding(TWO_MINUTES)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} has {{ $value }} series more than before",
            "A label has values without bound; Prometheus pays for each of them in memory.")
        .shownBy(Board.TELEMETRY, "");
  }

  /** Also of a process that was never without: what it had while it was new is no growth. */
  private Alert tooManySeries() {
    return Alert.of(
            "SeriesGrowth",
            Severity.TICKET,
            "scrape_samples_post_metric_relabeling{" + services + "}",
            "> " + thresholds.series())
        .with("counted", "all")
        .holding(TWO_MINUTES)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} has {{ $value }} series",
            "A label has values without bound; Prometheus pays for each of them in memory.")
        .shownBy(Board.TELEMETRY, "");
  }

  private Alert clockDrift() {
    return Alert.of(
            "ClockDrift",
            Severity.TICKET,
            "abs(process_clock_seconds - timestamp(process_clock_seconds))",
            "> " + TrafficAlerts.seconds(thresholds.clockDrift()))
        .holding(FIVE_MINUTES)
        .saying(
            "The clock of {{ $labels.job }} at {{ $labels.instance }} is {{ $value | humanizeDuration }} off",
            "Tokens are refused or live too long, and traces and logs are not in order.")
        .shownBy(Board.TELEMETRY, "");
  }

  private String range(Duration window) {
    return PromDuration.of(scale.window(window));
  }
}
