package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.ListField;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalLong;
import java.util.Set;

/** What a request's head says of its content (RFC 9112, section 6; RFC 9113, section 8.1.1). */
final class RequestBody {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
  private static final Set<String> USUALLY_EMPTY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private RequestBody() {}

  /** Whether content follows the head, as far as the head says. */
  enum Presence {
    NONE,
    PRESENT,

    /** What comes next will show: the end, or content. */
    UNKNOWN
  }

  /**
   * HTTP/1.1 always says it. In HTTP/2 no length need be declared, and whether a head ends its
   * stream is not told here: methods that usually have no content have to wait for what comes next;
   * the others are taken to have some, so that an upstream may answer before it comes.
   */
  static Presence presence(HttpServerRequest request) {
    OptionalLong declared = declaredLength(request);
    if (declared.isPresent()) {
      return declared.getAsLong() > 0 ? Presence.PRESENT : Presence.NONE;
    }
    if (request.version() != HttpVersion.HTTP_2) {
      return request.headers().contains("Transfer-Encoding") ? Presence.PRESENT : Presence.NONE;
    }
    return USUALLY_EMPTY.contains(request.method().name()) && !expectsContinue(request)
        ? Presence.UNKNOWN
        : Presence.PRESENT;
  }

  /** The declared length, where there is one; HTTP parsing has made sure that it is a number. */
  static OptionalLong declaredLength(HttpServerRequest request) {
    String declared = request.getHeader("Content-Length");
    return declared == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(declared.strip()));
  }

  /** Whether the client waits for 100 before it sends the content. */
  static boolean expectsContinue(HttpServerRequest request) {
    return ListField.contains(request.headers(), "Expect", "100-continue");
  }

  /**
   * Whether the request may be sent a second time after it may have been received once: by its
   * method (RFC 9110, section 9.2.2), or because the client gave it a key to be recognised by.
   */
  static boolean isIdempotent(HttpServerRequest request) {
    return REPEATABLE.contains(request.method().name())
        || request.headers().contains("Idempotency-Key");
  }
}
