package dev.vitrine.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Makes a request of a version that is neither HTTP/1.0 nor HTTP/1.1 one that cannot be parsed.
 * Vert.x would answer it with a bare 501, and in the version that the client made up.
 */
final class HttpVersions extends ChannelInboundHandlerAdapter {
  private HttpVersions() {}

  /** Watches the requests of a connection, from its first. */
  static void watch(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get("httpDecoder") != null) {
      // Last of all: the connection is made while its first request is on its way down.
      pipeline.addBefore("handler", "httpVersions", new HttpVersions());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest request && !isKnown(request.protocolVersion())) {
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
      request.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("unknown HTTP version")));
    }
    super.channelRead(context, message);
  }

  /**
   * By identity: the decoder has these two for the exact texts, and others for {@code http/1.1}.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isKnown(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }
}
