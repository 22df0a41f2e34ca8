package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The way from a bucket of a histogram to a trace that is in it: whatever is recorded within a
 * sampled span names it. Safe for any thread.
 */
final class Exemplars implements SpanContext {
  private Exemplars() {}

  /** A registry whose histograms have exemplars. */
  static PrometheusMeterRegistry registry() {
    return new PrometheusMeterRegistry(
        new HistogramsOnly(), new PrometheusRegistry(), Clock.SYSTEM, new Exemplars());
  }

  /**
   * Prometheus refuses a whole scrape where an exemplar is on anything but a bucket or a counter;
   * Micrometer would put them on all. Both spellings, since the library's versions differ in them.
   */
  private static final class HistogramsOnly implements PrometheusConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public Properties prometheusProperties() {
      Properties properties = new Properties();
      properties.setProperty("io.prometheus.exporter.exemplars_on_all_metric_types", "false");
      properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
      return properties;
    }
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return isCurrentSpanSampled() ? Span.current().getSpanContext().getTraceId() : null;
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return isCurrentSpanSampled() ? Span.current().getSpanContext().getSpanId() : null;
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return Span.current().getSpanContext().isSampled();
  }

  @Override
  public void markCurrentSpanAsExemplar() {
    // The trace is sampled already; which of them is an exemplar matters to nobody else.
  }
}
