package dev.vitrine.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Reads a head of HTTP/2 by the letter where Vert.x does not: one with several Host fields names no
 * host at all, as in HTTP/1 (RFC 9110, section 7.2), and is answered as such. Vert.x would take the
 * first of them for the authority, and nobody behind it could see that there were others.
 */
final class StrictHttp2 extends Http2FrameListenerDecorator {
  private StrictHttp2(Http2FrameListener listener) {
    super(listener);
  }

  /** Watches the requests of a connection, from its first: that comes after its settings. */
  static void watch(HttpConnection connection) {
    Http2ConnectionHandler http2 =
        ((ConnectionBase) connection).channel().pipeline().get(Http2ConnectionHandler.class);
    if (http2 != null) {
      http2.decoder().frameListener(new StrictHttp2(http2.decoder().frameListener()));
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    requireOneHost(headers);
    super.onHeadersRead(context, stream, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    requireOneHost(headers);
    super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
  }

  private static void requireOneHost(Http2Headers headers) {
    if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
      headers.remove(HttpHeaderNames.HOST);
      headers.remove(Http2Headers.PseudoHeaderName.AUTHORITY.value());
    }
  }
}
