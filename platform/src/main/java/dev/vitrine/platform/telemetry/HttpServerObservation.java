package dev.vitrine.platform.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.UserAgentAttributes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.VertxContextStorageProvider.VertxContextStorage;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Observes every HTTP request that a server of this process serves, from its head to the end of its
 * answer or its loss: one span, one measurement, one access line, of the same facts. Vert.x calls
 * it as its tracer, which is the one place that sees also the requests that never reach a router.
 *
 * <p>Client spans are not made here: whoever calls another process opens them before it has a
 * connection, so that a refused one is a span too.
 *
 * <p>Names follow the OpenTelemetry semantic conventions for HTTP, version 1.45.
 */
final class HttpServerObservation implements VertxTracer<@Nullable Exchange, @Nullable Object> {
  private static final Set<String> KNOWN_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");
  private static final String OTHER_METHOD = "_OTHER";
  private static final String NETTYS_PATH = "/bad-request";
  // The request's own headers are the carrier, whatever kind of request it is.
  private static final TextMapGetter<HttpServerRequest> HEADERS = new HeaderGetter();

  private final SpanType.Spans spans;
  private final TextMapPropagator propagator;
  private final HttpServerMeters meters;
  private final AccessLog accessLog;
  private final Predicate<HttpServerRequest> trusted;
  private volatile Consumer<String> refusals = kind -> {};

  /**
   * @param trusted says of a request whether its caller's word on sampling, and its baggage, count
   */
  HttpServerObservation(
      OpenTelemetry openTelemetry,
      HttpServerMeters meters,
      AccessLog accessLog,
      Predicate<HttpServerRequest> trusted) {
    this.spans = SpanType.SERVED_REQUEST.spans(openTelemetry);
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    this.meters = meters;
    this.accessLog = accessLog;
    this.trusted = trusted;
  }

  /** From now on tells the kind of each problem that is answered; on any event loop. */
  void onRefusal(Consumer<String> listener) {
    refusals = listener;
  }

  @Override
  public <R> @Nullable Exchange receiveRequest(
      io.vertx.core.Context vertxContext,
      io.vertx.core.spi.tracing.SpanKind kind,
      TracingPolicy policy,
      R message,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE || !(message instanceof HttpServerRequest request)) {
      return null;
    }
    long startNanos = System.nanoTime();
    Context extracted = propagator.extract(Context.root(), request, HEADERS);
    Context parent = trusted.test(request) ? extracted : OutsideSampler.outside(extracted);
    String method = isPlaceholder(request) ? OTHER_METHOD : knownMethod(request.method());
    Exchange exchange =
        new Exchange(request, method, startNanos, startSpan(request, method, parent), parent);
    exchange.keepCurrent(
        VertxContextStorage.INSTANCE.attach((ContextInternal) vertxContext, exchange.context()));
    meters.began();
    return exchange;
  }

  @Override
  public <R> void sendResponse(
      io.vertx.core.Context vertxContext,
      @Nullable R response,
      @Nullable Exchange exchange,
      @Nullable Throwable failure,
      TagExtractor<R> tags) {
    if (exchange == null || failure instanceof AnswerFollows || !exchange.end()) {
      return;
    }
    Outcome outcome = Outcome.of(exchange, failure);
    long nanos = System.nanoTime() - exchange.startNanos();
    try (Scope _ = exchange.context().makeCurrent()) {
      meters.ended(exchange, outcome, nanos);
      accessLog.ended(exchange, outcome, nanos);
    }
    String problem = exchange.problem();
    if (problem != null) {
      refusals.accept(problem);
    }
    endSpan(exchange.span(), outcome);
  }

  private Span startSpan(HttpServerRequest request, String method, Context parent) {
    Span span = spans.start(SpanType.named(method), parent);
    if (span.isRecording()) {
      span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method);
      if (method.equals(OTHER_METHOD) && !isPlaceholder(request)) {
        span.setAttribute(
            HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL, shortened(request.method().name(), 32));
      }
      if (!isPlaceholder(request)) {
        span.setAttribute(UrlAttributes.URL_PATH, shortened(pathOf(request), 256));
      }
      span.setAttribute(UrlAttributes.URL_SCHEME, request.isSSL() ? "https" : "http");
      span.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_VERSION, version(request.version()));
      String agent = request.getHeader("User-Agent");
      if (agent != null) {
        span.setAttribute(UserAgentAttributes.USER_AGENT_ORIGINAL, shortened(agent, 256));
      }
    }
    return span;
  }

  private static void endSpan(Span span, Outcome outcome) {
    if (!span.isRecording()) {
      return;
    }
    span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, outcome.status());
    if (!outcome.errorType().isEmpty()) {
      span.setAttribute(ErrorAttributes.ERROR_TYPE, outcome.errorType());
      if (outcome.serverError()) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    span.end();
  }

  /** The path that was asked for; empty where there was none that could be read. */
  static String pathOf(HttpServerRequest request) {
    String path = request.path();
    return path == null || isPlaceholder(request) ? "" : path;
  }

  /**
   * Of a request line that cannot be parsed nothing is left but this, which nobody has asked for.
   */
  private static boolean isPlaceholder(HttpServerRequest request) {
    return request.decoderResult().isFailure() && NETTYS_PATH.equals(request.uri());
  }

  private static String knownMethod(HttpMethod method) {
    return KNOWN_METHODS.contains(method.name()) ? method.name() : OTHER_METHOD;
  }

  private static String version(@Nullable HttpVersion version) {
    if (version == null) {
      return "";
    }
    return switch (version) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      case HTTP_2 -> "2";
    };
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static final class HeaderGetter implements TextMapGetter<HttpServerRequest> {
    @Override
    @SuppressWarnings("deprecation") // still abstract
    public Iterable<String> keys(HttpServerRequest carrier) {
      return StreamSupport.stream(carrier.headers().spliterator(), false)
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    @Override
    public @Nullable String get(@Nullable HttpServerRequest carrier, String key) {
      return carrier == null ? null : carrier.getHeader(key);
    }
  }
}
