package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.ListField;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that speak of one connection only and end at the gateway, in both directions (RFC
 * 9110, section 7.6.1): the known ones, and those that {@code Connection} names. What is for every
 * recipient cannot be named: a client could otherwise take away what protects an upstream.
 */
final class HopByHopHeaders {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private static final Set<String> NEVER =
      Set.of(
          "authorization",
          "cache-control",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "etag",
          "host",
          "idempotency-key",
          "location",
          "set-cookie",
          "vary",
          "via",
          "www-authenticate");

  private HopByHopHeaders() {}

  /** The names, in small letters, that a message's fields must not be forwarded by. */
  static Set<String> of(MultiMap headers) {
    if (!headers.contains("Connection")) {
      return ALWAYS;
    }
    Set<String> names = new HashSet<>(ALWAYS);
    for (String name : ListField.elements(headers, "Connection")) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    names.removeAll(NEVER);
    return names;
  }
}
