package dev.vitrine.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends an answer that cannot be completed so that no client takes it for whole. */
public final class BrokenAnswer {
  private static final long INTERNAL_ERROR = 2; // RFC 9113, section 7

  private BrokenAnswer() {}

  /**
   * Closes the connection, or, in HTTP/2, resets the stream. Where the end of the connection would
   * be that of the answer, the connection is reset, too.
   */
  public static void breakOff(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(INTERNAL_ERROR);
    } else if (endsWithItsConnection(request)) {
      reset(((ConnectionBase) request.connection()).channel());
    } else {
      request.connection().close();
    }
  }

  /** HTTP/1.0 knows no chunks. */
  private static boolean endsWithItsConnection(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0
        && request.response().headWritten()
        && !request.response().headers().contains("Content-Length");
  }

  /** At once, and before TLS: its farewell would be taken for the end. */
  private static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = channel.pipeline().firstContext().close();
  }
}
