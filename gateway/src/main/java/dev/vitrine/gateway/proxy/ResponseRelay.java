package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.BrokenAnswer;
import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Passes an upstream's answer on: head, content as it comes and no faster than the client takes it,
 * trailers. An answer that breaks off breaks off for the client too; it never looks whole.
 */
final class ResponseRelay {
  private ResponseRelay() {}

  /** Relays the answer; completes when its end is written, or its loss made known. */
  static Future<Void> relay(HttpClientResponse upstream, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.setStatusCode(upstream.statusCode());
    if (request.version() != HttpVersion.HTTP_2) {
      response.setStatusMessage(upstream.statusMessage());
    }
    copy(upstream.headers(), response.headers());
    if (hasNoContent(request, upstream.statusCode())) {
      return upstream.end().compose(end -> response.end());
    }
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    return upstream
        .pipe()
        .endOnSuccess(false)
        .endOnFailure(false)
        .to(response)
        .compose(end -> {
          if (!upstream.trailers().isEmpty()) {
            // Asked for and left empty they would be sent: in HTTP/2, as a head without a field.
            copy(upstream.trailers(), response.trailers());
          }
          return response.end();
        })
        .onFailure(broken -> breakOff(request));
  }

  private static void breakOff(HttpServerRequest request) {
    Exchange.current().ifPresent(exchange -> exchange.failed("upstream-broke-off"));
    BrokenAnswer.breakOff(request);
  }

  private static void copy(MultiMap from, MultiMap to) {
    Set<String> hopByHop = HopByHopHeaders.of(from);
    for (Map.Entry<String, String> field : from) {
      if (!hopByHop.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  private static boolean hasNoContent(HttpServerRequest request, int status) {
    return request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
  }
}
