package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExemplarsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private final PrometheusMeterRegistry registry = Exemplars.registry();

  @Test
  void nameATraceOfABucket() {
    record(TraceFlags.getSampled());

    List<String> marked =
        registry.scrape(OPEN_METRICS).lines().filter(line -> line.contains(" # {")).toList();

    assertThat(marked)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("request_seconds_bucket{").contains(TRACE));
  }

  @Test
  void nameNoTraceThatIsNotRecorded() {
    record(TraceFlags.getDefault());

    assertThat(registry.scrape(OPEN_METRICS)).doesNotContain(" # {", TRACE);
  }

  @Test
  void areNotInTheFormatThatHasNone() {
    record(TraceFlags.getSampled());

    assertThat(registry.scrape("text/plain; version=0.0.4")).doesNotContain(" # {", TRACE);
  }

  /** Into a histogram, a timer without buckets, and a summary. */
  private void record(TraceFlags flags) {
    SpanContext span =
        SpanContext.create(TRACE, "b7ad6b7169203331", flags, TraceState.getDefault());
    try (Scope _ = Span.wrap(span).makeCurrent()) {
      Timer.builder("request")
          .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofSeconds(1))
          .register(registry)
          .record(Duration.ofMillis(100));
      registry.timer("plain").record(Duration.ofMillis(1));
      registry.summary("sizes").record(1);
    }
  }
}
