package dev.vitrine.platform.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.semconv.HttpAttributes;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request being served, as metrics, trace and log see it. {@link HttpServerObservation}
 * begins and ends it; handlers only tell it what they know: the route, and why it failed. Used on
 * the request's own context, by one thread at a time.
 */
public final class Exchange {
  /** The route of a request that no route matched. */
  public static final String UNMATCHED = "unmatched";

  private static final ContextKey<Exchange> KEY = ContextKey.named("vitrine-exchange");

  private final HttpServerRequest request;
  private final String method;
  private final long startNanos;
  private final Span span;
  private final Context context;
  private Scope scope = Scope.noop();
  private String route = UNMATCHED;
  private @Nullable String errorType;
  private @Nullable String clientAddress;
  private @Nullable String problem;
  private boolean answered;
  private boolean ended;

  Exchange(HttpServerRequest request, String method, long startNanos, Span span, Context parent) {
    this.request = request;
    this.method = method;
    this.startNanos = startNanos;
    this.span = span;
    this.context = parent.with(span).with(KEY, this);
  }

  /** The exchange that the calling code works for, if it works for one. */
  public static Optional<Exchange> current() {
    return Optional.ofNullable(Context.current().get(KEY));
  }

  /**
   * Says which route serves the request.
   *
   * @param template the path as declared, {@code /users/{id}}; never a path that a client sent
   */
  public void routed(String template) {
    route = template;
    if (span.isRecording()) {
      span.setAttribute(HttpAttributes.HTTP_ROUTE, template);
      span.updateName(SpanType.named(method) + " " + template);
    }
  }

  /**
   * Says why the request fails. The first reason stays.
   *
   * @param type the name of an exception, or one of a small fixed set of words
   */
  public void failed(String type) {
    if (errorType == null) {
      errorType = type;
    }
  }

  /**
   * Says that the answer is written to its end: what becomes of the rest of the request does not
   * change how the exchange ended.
   */
  public void answered() {
    answered = true;
  }

  /**
   * Says that this process answers with a problem of its own.
   *
   * @param kind one of a small fixed set of words
   */
  public void refused(String kind) {
    problem = kind;
  }

  /**
   * The trace id, 32 hexadecimal digits, sampled or not; empty where nothing is traced and nobody
   * else has named one.
   */
  public Optional<String> traceId() {
    SpanContext trace = span.getSpanContext();
    return trace.isValid() ? Optional.of(trace.getTraceId()) : Optional.empty();
  }

  /** The tracing context of the request: what its own client spans have as parent. */
  public Context context() {
    return context;
  }

  /** When the request began, on the clock of {@link System#nanoTime()}. */
  public long startNanos() {
    return startNanos;
  }

  /**
   * Says who asks, where that is not the other end of the connection.
   *
   * @param address an IP address
   */
  public void askedBy(String address) {
    clientAddress = address;
  }

  @Nullable String problem() {
    return problem;
  }

  @Nullable String clientAddress() {
    return clientAddress;
  }

  HttpServerRequest request() {
    return request;
  }

  /** The method, one of the known ones or {@code _OTHER}. */
  public String method() {
    return method;
  }

  String route() {
    return route;
  }

  Span span() {
    return span;
  }

  boolean isAnswered() {
    return answered;
  }

  @Nullable String errorType() {
    return errorType;
  }

  void keepCurrent(Scope scope) {
    this.scope = scope;
  }

  /** Returns whether this call is the one that ends the exchange. */
  boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    scope.close();
    return true;
  }
}
