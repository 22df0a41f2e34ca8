package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.time.Timers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Closes a connection whose request was answered before its content had arrived. Not at once: a
 * client that is still sending would get a reset, and lose the answer with it (RFC 9112, section
 * 9.6).
 */
final class LingeringClose {
  private static final Duration LINGER = Duration.ofSeconds(1);

  private LingeringClose() {}

  /** Throws away what still comes, for a moment, and closes. In HTTP/2 only the stream ends. */
  static void after(Timers timers, HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.resume();
    }
    if (request.version() != HttpVersion.HTTP_2) {
      timers.after(LINGER, () -> request.connection().close());
    }
  }
}
