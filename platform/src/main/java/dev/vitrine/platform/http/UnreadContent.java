package dev.vitrine.platform.http;

import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a client still sends of a request that has its answer. A little is read and thrown away, so
 * that the connection can be used again; of more the client is told that nobody wants it: in HTTP/1
 * the connection is closed (RFC 9112, section 9.6), in HTTP/2 the stream is reset without an error
 * (RFC 9113, section 8.1). For the event loop of the request.
 */
public final class UnreadContent {
  private static final long LITTLE = 64 * 1024;
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final long NO_ERROR = 0; // RFC 9113, section 7

  private final HttpServerRequest request;
  private long read;

  private UnreadContent(HttpServerRequest request) {
    this.request = request;
  }

  /** Whether an answer given now has to say that it is the last of its connection. */
  static boolean endsConnection(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && isUnread(request)
        && declared(request) > LITTLE;
  }

  /**
   * None of it is read until the answer is written: that may take its client as long as it likes.
   */
  static void pause(HttpServerRequest request) {
    if (isUnread(request)) {
      request.pause();
    }
  }

  /** Does away with it. The answer must have been written, all of it. */
  public static void discard(HttpServerRequest request) {
    if (endsConnection(request)) {
      // The answer to HTTP/1.0 may say otherwise: Vert.x keeps what its client wants kept.
      request.connection().close();
    } else if (isUnread(request)) {
      new UnreadContent(request).discard();
    }
  }

  private void discard() {
    long declared = declared(request);
    if (declared > LITTLE && declared < UNKNOWN) {
      reset();
      return;
    }
    // Whether a head of HTTP/2 has ended its stream is not told here: what comes next shows it.
    request.handler(chunk -> {
      read += chunk.length();
      if (read > LITTLE) {
        reset();
      }
    });
    request.resume();
  }

  private void reset() {
    request.handler(ignored -> {});
    Exchange.current().ifPresent(Exchange::answered);
    request.response().reset(NO_ERROR);
  }

  /** After a head that could not be parsed, nothing is known of what follows. */
  private static boolean isUnread(HttpServerRequest request) {
    return !request.isEnded() && request.decoderResult().isSuccess();
  }

  /** How much there is, as far as the head says. */
  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length != null) {
      try {
        return Long.parseLong(length.strip());
      } catch (NumberFormatException tooLong) {
        return UNKNOWN;
      }
    }
    boolean none =
        request.version() != HttpVersion.HTTP_2 && !request.headers().contains("Transfer-Encoding");
    return none ? 0 : UNKNOWN;
  }
}
