package dev.vitrine.platform.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.UserAgentAttributes;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * All kinds of spans that there are, in all processes: the one place where their names and
 * attributes are, and the one way to begin them. {@code observability/catalogue.md} is written from
 * it. Names follow the OpenTelemetry semantic conventions, version 1.45.
 */
public enum SpanType {
  SERVED_REQUEST(
      SpanKind.SERVER,
      "{http.request.method} {http.route}",
      "A request, from its head to the end of its answer, or its loss",
      "`error.type` and the status ERROR where the fault is on this side: 5xx, an answer that broke off",
      HttpAttributes.HTTP_REQUEST_METHOD,
      HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL,
      HttpAttributes.HTTP_ROUTE,
      HttpAttributes.HTTP_RESPONSE_STATUS_CODE,
      UrlAttributes.URL_PATH,
      UrlAttributes.URL_SCHEME,
      NetworkAttributes.NETWORK_PROTOCOL_VERSION,
      UserAgentAttributes.USER_AGENT_ORIGINAL,
      ErrorAttributes.ERROR_TYPE),
  UPSTREAM_ATTEMPT(
      SpanKind.CLIENT,
      "{http.request.method}",
      "An attempt of the gateway to get an answer from an endpoint, from before there is a connection to the end of the answer; its `url.full` has no query, which may hold a secret",
      "4xx, 5xx, no answer and one that is not whole are the status ERROR, with `error.type`; an attempt that was given up for its client, or for a faster one, has only the type",
      HttpAttributes.HTTP_REQUEST_METHOD,
      HttpAttributes.HTTP_REQUEST_RESEND_COUNT,
      HttpAttributes.HTTP_RESPONSE_STATUS_CODE,
      UrlAttributes.URL_FULL,
      ServerAttributes.SERVER_ADDRESS,
      ServerAttributes.SERVER_PORT,
      ErrorAttributes.ERROR_TYPE),
  STATEMENT(
      SpanKind.CLIENT,
      "{db.query.summary}",
      "A statement, the wait for a connection included; never its text, nor its parameters",
      "Failures are the status ERROR, with the SQLSTATE, or why there was no connection, as `error.type`",
      DbAttributes.DB_SYSTEM_NAME,
      DbAttributes.DB_NAMESPACE,
      DbAttributes.DB_OPERATION_NAME,
      DbAttributes.DB_QUERY_SUMMARY,
      DbAttributes.DB_RESPONSE_STATUS_CODE,
      ServerAttributes.SERVER_ADDRESS,
      ServerAttributes.SERVER_PORT,
      ErrorAttributes.ERROR_TYPE),
  TOKEN_CHECK(
      SpanKind.INTERNAL,
      "check token",
      "The check of a token's signature, the wait for a thread included; not of a token that was checked before",
      "An exception is the status ERROR, with its class as `error.type`; a token that is not valid is none",
      ErrorAttributes.ERROR_TYPE),
  PASSWORD_HASH(
      SpanKind.INTERNAL,
      "hash password",
      "The hash of a password, the wait for a thread included",
      "An exception is the status ERROR, with its class as `error.type`",
      ErrorAttributes.ERROR_TYPE);

  private final SpanKind kind;
  private final String name;
  private final String meaning;
  private final String failure;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<AttributeKey<?>> attributes;

  SpanType(
      SpanKind kind, String name, String meaning, String failure, AttributeKey<?>... attributes) {
    this.kind = kind;
    this.name = name;
    this.meaning = meaning;
    this.failure = failure;
    this.attributes = List.of(attributes);
  }

  public SpanKind kind() {
    return kind;
  }

  /** The name, or how it is made of attributes, which are in braces. */
  public String pattern() {
    return name;
  }

  /** What takes the time, without the end of the sentence. */
  public String meaning() {
    return meaning;
  }

  /** How a failure shows, without the end of the sentence. */
  public String failure() {
    return failure;
  }

  /** All attributes that one can have. */
  public List<AttributeKey<?>> attributes() {
    return attributes;
  }

  /**
   * Has work that takes a while be a span of the current context. For those whose name is always
   * the same.
   *
   * @param work begins the work; its future ends the span, and fails it
   */
  public <T> Future<T> around(OpenTelemetry openTelemetry, Supplier<Future<T>> work) {
    Span span = spans(openTelemetry).start(name, Context.current());
    return work.get()
        .onComplete(done -> {
          if (done.failed()) {
            span.setStatus(StatusCode.ERROR)
                .setAttribute(ErrorAttributes.ERROR_TYPE, done.cause().getClass().getName());
          }
          span.end();
        });
  }

  /** How a span of HTTP names a method: {@code HTTP}, where that is {@code _OTHER}. */
  public static String named(String method) {
    return method.equals("_OTHER") ? "HTTP" : method;
  }

  /**
   * How spans of this type begin; kept by who begins many, since a tracer is not found for free.
   */
  public Spans spans(OpenTelemetry openTelemetry) {
    Tracer tracer = openTelemetry.getTracer("dev.vitrine");
    return (spanName, parent) -> {
      Span above = Span.fromContext(parent);
      // Most traces are not sampled: what they call has no need of a span that tells nobody.
      return isLeftOut(above.getSpanContext())
          ? above
          : tracer.spanBuilder(spanName).setSpanKind(kind).setParent(parent).startSpan();
    };
  }

  /** Every sampler of the SDK decides for a whole trace, where it has begun in this process. */
  private static boolean isLeftOut(SpanContext parent) {
    return parent.isValid() && !parent.isRemote() && !parent.isSampled();
  }

  /** Begins spans of one type. Safe for any thread. */
  @FunctionalInterface
  public interface Spans {
    /**
     * A span that has begun; that of the parent, where the trace is not sampled. Attributes are set
     * where it {@linkplain Span#isRecording() records} them, which most do not.
     *
     * @param spanName made as {@link SpanType#pattern()} says
     */
    Span start(String spanName, Context parent);
  }
}
