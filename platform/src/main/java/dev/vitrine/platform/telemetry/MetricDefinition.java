package dev.vitrine.platform.telemetry;

import dev.vitrine.platform.telemetry.Metric.Kind;
import dev.vitrine.platform.telemetry.Metric.Presence;
import dev.vitrine.platform.telemetry.Metric.Processes;
import java.time.Duration;
import java.util.List;

/**
 * What there is to say of one metric.
 *
 * @param unit a unit of Prometheus, or empty for a number of things
 * @param buckets upper bounds, of a histogram
 */
record MetricDefinition(
    Kind kind,
    String name,
    String unit,
    String meaning,
    List<Label> labels,
    List<Duration> buckets,
    Processes processes,
    Presence presence) {

  static MetricDefinition count(String name, String meaning) {
    return of(Kind.COUNTER, name, "", meaning, List.of());
  }

  static MetricDefinition level(String name, String meaning) {
    return of(Kind.GAUGE, name, "", meaning, List.of());
  }

  static MetricDefinition span(String name, String meaning) {
    return of(Kind.GAUGE, name, "seconds", meaning, List.of());
  }

  static MetricDefinition times(String name, String meaning, Duration... buckets) {
    return of(Kind.HISTOGRAM, name, "seconds", meaning, List.of(buckets));
  }

  private static MetricDefinition of(
      Kind kind, String name, String unit, String meaning, List<Duration> buckets) {
    return new MetricDefinition(
        kind, name, unit, meaning, List.of(), buckets, Processes.ALL, Presence.AT_START);
  }

  MetricDefinition by(Label... keys) {
    return new MetricDefinition(
        kind, name, unit, meaning, List.of(keys), buckets, processes, presence);
  }

  MetricDefinition in(Processes only) {
    return new MetricDefinition(kind, name, unit, meaning, labels, buckets, only, presence);
  }

  MetricDefinition shown(Presence when) {
    return new MetricDefinition(kind, name, unit, meaning, labels, buckets, processes, when);
  }
}
