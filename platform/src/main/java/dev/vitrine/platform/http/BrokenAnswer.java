package dev.vitrine.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Ends an answer that cannot be completed so that no client takes it for whole. */
public final class BrokenAnswer {
  private static final long INTERNAL_ERROR = 2; // RFC 9113, section 7

  private BrokenAnswer() {}

  /** Closes the connection, or, in HTTP/2, resets the stream. */
  public static void breakOff(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(INTERNAL_ERROR);
    } else {
      request.connection().close();
    }
  }
}
