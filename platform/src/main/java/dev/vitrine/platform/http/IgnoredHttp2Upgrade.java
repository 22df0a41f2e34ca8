package dev.vitrine.platform.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.impl.Http1xOrH2CHandler;

/**
 * Servers of this process take no notice of {@code Upgrade: h2c}, which is obsolete (RFC 9113,
 * section 3.1; whoever wants HTTP/2 begins with it): such a request is answered as any other of
 * HTTP/1.1. Vert.x (5.0.12) would answer one without settings by a bare 400, and then leave the
 * connection as it is.
 *
 * <p>Vert.x tells of a connection only after that, so this is an extension of Netty, which is told
 * of each connection when it is accepted. For the same reason it is from here that {@link
 * FoldedLines} sees the first head.
 */
public final class IgnoredHttp2Upgrade extends ChannelInitializerExtension {
  /** What Vert.x calls the handler that would upgrade. */
  static final String UPGRADE = "h2c";

  /** Made by Netty. */
  public IgnoredHttp2Upgrade() {}

  /**
   * Makes Netty look for its extensions, those of others too. To be called before the first
   * connection or server is made.
   */
  public static void enable() {
    System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    channel.pipeline().addFirst(new FirstBytes());
  }

  /**
   * Passes the first bytes on one by one, until Vert.x has decided which protocol they are of: that
   * is before they are a whole head.
   */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final FoldedLines folded = new FoldedLines();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ChannelPipeline pipeline = context.pipeline();
      if (!(message instanceof ByteBuf bytes)) {
        context.fireChannelRead(message);
        return;
      }
      while (isUndecided(pipeline) && bytes.isReadable()) {
        ByteBuf next = bytes.readRetainedSlice(1);
        folded.alreadyPassed(next);
        context.fireChannelRead(next);
      }
      if (!isUndecided(pipeline)) {
        if (pipeline.get(UPGRADE) != null) {
          pipeline.addBefore(UPGRADE, "ignoredHttp2Upgrade", new FirstRequest());
          folded.watch(pipeline);
        }
        pipeline.remove(this);
      }
      context.fireChannelRead(bytes);
    }

    private static boolean isUndecided(ChannelPipeline pipeline) {
      return pipeline.get(Http1xOrH2CHandler.class) != null;
    }
  }

  /** Only the first request of a connection can upgrade it. */
  private static final class FirstRequest extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        ignore(request.headers());
        context.pipeline().remove(this);
      }
      context.fireChannelRead(message);
    }

    private static void ignore(HttpHeaders headers) {
      if (headers.contains(HttpHeaderNames.UPGRADE, UPGRADE, true)) {
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove("HTTP2-Settings");
      }
    }
  }
}
