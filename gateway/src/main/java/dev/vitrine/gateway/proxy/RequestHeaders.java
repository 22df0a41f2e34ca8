package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.platform.http.ListField;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
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
      Set.of("traceparent", "tracestate", "baggage", "host", "x-request-timeout-ms", "expect");

  /** Milliseconds in which the client expects its answer: what takes longer is done in vain. */
  private static final String TIMEOUT = "X-Request-Timeout-Ms";

  private static final TextMapSetter<MultiMap> SETTER =
      (headers, name, value) -> {
        if (headers != null) {
          headers.set(name, value);
        }
      };

  private final TextMapPropagator propagator;
  private final ForwardedFields forwarded;

  RequestHeaders(TextMapPropagator propagator, ForwardedFields forwarded) {
    this.propagator = propagator;
    this.forwarded = forwarded;
  }

  /**
   * Writes the fields of the client's request to the one upstream, with {@code context} as trace.
   */
  void write(Forwarding forwarding, HttpClientRequest sent, Context context) {
    HttpServerRequest request = forwarding.request();
    MultiMap upstream = sent.headers();
    Set<String> hopByHop = HopByHopHeaders.of(request.headers());
    String via = "";
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("via")) {
        via = via + field.getValue() + ", ";
      } else if (!hopByHop.contains(name)
          && !REPLACED.contains(name)
          && !ForwardedFields.NAMES.contains(name)
          && name.charAt(0) != ':') {
        upstream.add(field.getKey(), field.getValue());
      }
    }
    upstream.set("Via", via + version(request.version()) + " vitrine");
    forwarded.write(request, upstream);
    host(request, sent);
    if (forwarding.isUpgrade()) {
      upstream.set("Connection", "Upgrade");
      upstream.set("Upgrade", "websocket");
    }
    if (RequestBody.expectsContinue(request) && !forwarding.content().isEmpty()) {
      upstream.set("Expect", "100-continue");
    }
    if (sent.version() == HttpVersion.HTTP_2
        && ListField.contains(request.headers(), "TE", "trailers")) {
      upstream.set("TE", "trailers");
    }
    if (!forwarding.route().streaming()) {
      upstream.set(TIMEOUT, Long.toString(forwarding.remaining().toMillis()));
    }
    propagator.inject(context, upstream, SETTER);
  }

  private static void host(HttpServerRequest request, HttpClientRequest sent) {
    if (request.authority() == null) {
      return;
    }
    if (sent.version() == HttpVersion.HTTP_2) {
      sent.authority(request.authority());
    } else {
      sent.headers().set("Host", request.authority().toString());
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
