package dev.vitrine.platform.postgres;

import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.SpanType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Observes each statement: a CLIENT span named by its summary, and {@code
 * db_client_operation_duration_seconds}. The wait for a connection counts; the parameters are never
 * seen. Names follow the OpenTelemetry semantic conventions for databases, version 1.45.
 */
final class StatementObservation {
  private static final String SYSTEM = "postgresql";

  private final MeterRegistry registry;
  private final SpanType.Spans spans;
  private final PostgresConfig config;
  private final ConcurrentHashMap<Labels, Timer> timers = new ConcurrentHashMap<>();

  StatementObservation(MeterRegistry registry, OpenTelemetry openTelemetry, PostgresConfig config) {
    this.registry = registry;
    this.spans = SpanType.STATEMENT.spans(openTelemetry);
    this.config = config;
  }

  /** Runs a call as a child of {@code parent}. */
  <T> Future<T> observe(Statement statement, Context parent, Supplier<Future<T>> call) {
    long start = System.nanoTime();
    Span span = startSpan(statement, parent);
    return call.get()
        .onComplete(result -> {
          String error = result.succeeded() ? "" : Failures.type(result.cause());
          if (!error.isEmpty()) {
            span.setStatus(StatusCode.ERROR).setAttribute(ErrorAttributes.ERROR_TYPE, error);
            Failures.sqlState(result.cause())
                .ifPresent(state -> span.setAttribute(DbAttributes.DB_RESPONSE_STATUS_CODE, state));
          }
          try (Scope _ = parent.with(span).makeCurrent()) {
            timer(statement, error).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
          }
          span.end();
        });
  }

  private Span startSpan(Statement statement, Context parent) {
    Span span = spans.start(statement.summary(), parent);
    if (span.isRecording()) {
      span.setAttribute(DbAttributes.DB_SYSTEM_NAME, SYSTEM)
          .setAttribute(DbAttributes.DB_NAMESPACE, config.database())
          .setAttribute(DbAttributes.DB_OPERATION_NAME, statement.operation())
          .setAttribute(DbAttributes.DB_QUERY_SUMMARY, statement.summary())
          .setAttribute(ServerAttributes.SERVER_ADDRESS, config.host())
          .setAttribute(ServerAttributes.SERVER_PORT, (long) config.port());
    }
    return span;
  }

  private Timer timer(Statement statement, String error) {
    return timers.computeIfAbsent(
        new Labels(statement.summary(), statement.operation(), error), this::register);
  }

  private Timer register(Labels labels) {
    return Metric.DB_CLIENT_OPERATION_DURATION.timer(
        registry, SYSTEM, config.database(), labels.operation(), labels.summary(), labels.error());
  }

  private record Labels(String summary, String operation, String error) {}
}
