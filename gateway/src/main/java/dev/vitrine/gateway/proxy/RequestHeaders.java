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
      } else if (!endsHere(name, hopByHop)) {
        boolean counted = name.equals(MaxForwards.FIELD) && MaxForwards.isMeant(request);
        upstream.add(
            field.getKey(), counted ? MaxForwards.next(field.getValue()) : field.getValue());
      }
    }
    upstream.set("Via", via + version(request.version()) + " vitrine");
    forwarded.write(request, upstream);
    host(request, sent);
    if (forwarding.isUpgradeTo(sent)) {
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

  /**
   * Also by another name that upstreams take for the same: in CGI, and all that has its variables
   * from there, {@code X_Forwarded_For} is {@code X-Forwarded-For} (RFC 3875, section 4.1.18).
   */
  private static boolean endsHere(String name, Set<String> hopByHop) {
    String meant = name.indexOf('_') < 0 ? name : name.replace('_', '-');
    return hopByHop.contains(name)
        || hopByHop.contains(meant)
        || REPLACED.contains(meant)
        || ForwardedFields.NAMES.contains(meant)
        || name.charAt(0) == ':';
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
