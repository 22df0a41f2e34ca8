package dev.vitrine.gateway.proxy;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The header fields that go upstream: the client's, without those that end here; the gateway's word
 * on who asks; and one trace context, the gateway's own.
 */
final class RequestHeaders {
  /** Replaced by the gateway's own, whatever the client sent. */
  private static final Set<String> REPLACED =
      Set.of(
          "traceparent",
          "tracestate",
          "baggage",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-real-ip",
          // Answered here: the gateway asks for the content once it has a connection for it.
          "expect");

  private static final TextMapSetter<MultiMap> SETTER =
      (headers, name, value) -> {
        if (headers != null) {
          headers.set(name, value);
        }
      };

  private final TextMapPropagator propagator;

  RequestHeaders(TextMapPropagator propagator) {
    this.propagator = propagator;
  }

  /** Writes the fields of {@code request} to {@code upstream}, with {@code context} as trace. */
  void write(HttpServerRequest request, MultiMap upstream, Context context) {
    Set<String> hopByHop = HopByHopHeaders.of(request.headers());
    String via = "";
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("via")) {
        via = via + field.getValue() + ", ";
      } else if (!hopByHop.contains(name) && !REPLACED.contains(name) && name.charAt(0) != ':') {
        upstream.add(field.getKey(), field.getValue());
      }
    }
    upstream.set("Via", via + version(request.version()) + " vitrine");
    forwarded(request, upstream);
    propagator.inject(context, upstream, SETTER);
  }

  private static void forwarded(HttpServerRequest request, MultiMap upstream) {
    String client = request.remoteAddress().hostAddress();
    upstream.set("X-Forwarded-For", client);
    upstream.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
    if (request.authority() != null) {
      String host = request.authority().toString();
      upstream.set("Host", host);
      upstream.set("X-Forwarded-Host", host);
    }
  }

  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      case HTTP_2 -> "2";
    };
  }
}
