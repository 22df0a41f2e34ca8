package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.telemetry.Blameless;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.SpanType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Observes each attempt to get an answer from an endpoint, from before there is a connection, so
 * that a refused one counts: a CLIENT span, {@code http_client_request_duration_seconds}, and
 * {@code gateway_retries_total} where there is another; and what is left of a request's time,
 * {@code gateway_overhead_seconds}. Safe for any thread.
 */
public final class AttemptObservation {
  private static final int LONGEST_PATH = 256;

  private final MeterRegistry registry;
  private final TextMapPropagator propagator;
  private final SpanType.Spans spans;
  private final Timer overhead;
  private final ConcurrentHashMap<Labels, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Resend, Counter> retries = new ConcurrentHashMap<>();

  public AttemptObservation(MeterRegistry registry, OpenTelemetry openTelemetry) {
    this.registry = registry;
    this.overhead = Metric.GATEWAY_OVERHEAD.timer(registry);
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    this.spans = SpanType.UPSTREAM_ATTEMPT.spans(openTelemetry);
  }

  /** Writes the context of an attempt to what goes upstream. */
  TextMapPropagator propagator() {
    return propagator;
  }

  /**
   * Begins an attempt.
   *
   * @param resends how many attempts of the same request came before
   */
  Attempt begin(String upstream, Endpoint endpoint, Forwarding forwarding, int resends) {
    String method = forwarding.method();
    Context parent = forwarding.trace();
    Span span = spans.start(SpanType.named(method), parent);
    if (span.isRecording()) {
      span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method)
          .setAttribute(UrlAttributes.URL_FULL, url(endpoint, forwarding))
          .setAttribute(ServerAttributes.SERVER_ADDRESS, endpoint.address().host())
          .setAttribute(ServerAttributes.SERVER_PORT, (long) endpoint.address().port());
      if (resends > 0) {
        span.setAttribute(HttpAttributes.HTTP_REQUEST_RESEND_COUNT, (long) resends);
      }
    }
    return new Attempt(upstream, method, span, parent.with(span), System.nanoTime());
  }

  /** Without the query, which may hold a secret; a path may be long. */
  private static String url(Endpoint endpoint, Forwarding forwarding) {
    String path = forwarding.request().path();
    return "http://%s%s"
        .formatted(endpoint.address(), path.substring(0, Math.min(path.length(), LONGEST_PATH)));
  }

  /**
   * One more attempt of a request that was sent before.
   *
   * @param cause one of a few words
   */
  void resent(String upstream, String cause) {
    retries
        .computeIfAbsent(
            new Resend(upstream, cause),
            resend -> Metric.GATEWAY_RETRIES.counter(registry, resend.upstream(), resend.cause()))
        .increment();
  }

  /**
   * A request is about to be answered.
   *
   * @param ownNanos the time that the gateway itself has needed so far
   */
  void answering(long ownNanos) {
    overhead.record(ownNanos, TimeUnit.NANOSECONDS);
  }

  /** One attempt under way; for the event loop of its request. */
  final class Attempt {
    private final String upstream;
    private final String method;
    private final Span span;
    private final Context context;
    private final long startNanos;
    private long answerNanos;
    private int status;

    private Attempt(String upstream, String method, Span span, Context context, long startNanos) {
      this.upstream = upstream;
      this.method = method;
      this.span = span;
      this.context = context;
      this.startNanos = startNanos;
    }

    /** The trace context that goes upstream. */
    Context context() {
      return context;
    }

    /** The head of an answer came; {@link #ended} comes when that has ended. */
    void answered(int answer) {
      answerNanos = System.nanoTime() - startNanos;
      status = answer;
      span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) answer);
    }

    /**
     * The answer has ended. What is measured is the time to its head: how long the rest takes is
     * often the client's doing.
     *
     * @param errorType why it is not whole; empty where that is no error
     */
    void ended(String errorType) {
      String word = Integer.toString(status);
      end(word, status >= 400 ? word : errorType, answerNanos);
    }

    /** No answer came. */
    void failed(String errorType) {
      end("", errorType, System.nanoTime() - startNanos);
    }

    private void end(String answer, String errorType, long nanos) {
      if (!errorType.isEmpty()) {
        span.setAttribute(ErrorAttributes.ERROR_TYPE, errorType);
        if (!Blameless.is(errorType)) {
          span.setStatus(StatusCode.ERROR);
        }
      }
      try (Scope _ = context.makeCurrent()) {
        timers
            .computeIfAbsent(
                new Labels(upstream, method, answer, errorType), AttemptObservation.this::timer)
            .record(nanos, TimeUnit.NANOSECONDS);
      }
      span.end();
    }
  }

  private Timer timer(Labels labels) {
    return Metric.HTTP_CLIENT_REQUEST_DURATION.timer(
        registry, labels.upstream(), labels.method(), labels.status(), labels.errorType());
  }

  private record Resend(String upstream, String cause) {}

  private record Labels(String upstream, String method, String status, String errorType) {}
}
