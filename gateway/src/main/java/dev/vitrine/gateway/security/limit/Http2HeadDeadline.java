package dev.vitrine.gateway.security.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends an HTTP/2 connection that has begun to send a head, in a slow frame or in many, and does not
 * come to its end in time: by GOAWAY, once nothing is being answered that came before. A head holds
 * up all else that its connection could send (RFC 9113, section 4.3). Vert.x tells of a connection
 * only within its first bytes, so this sees them from the first on, and goes where they are not
 * HTTP/2. For the event loop of its connection.
 */
final class Http2HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration within;
  private final Runnable late;
  private final Http2Heads heads = new Http2Heads();
  private @Nullable Future<?> timer;

  Http2HeadDeadline(Duration within, Runnable late) {
    this.within = within;
    this.late = late;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      long before = heads.heads();
      heads.read(bytes);
      if (!heads.isHttp2()) {
        context.pipeline().remove(this);
      } else {
        watch(context, heads.heads() > before);
      }
    }
    context.fireChannelRead(message);
  }

  private void watch(ChannelHandlerContext context, boolean anotherHead) {
    if (anotherHead || !heads.inHead()) {
      stop();
    }
    if (heads.inHead() && timer == null) {
      start(context);
    }
  }

  private void start(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(() -> expired(context), within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  private void expired(ChannelHandlerContext context) {
    timer = null;
    ChannelPipeline pipeline = context.pipeline();
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (context.isRemoved() || !context.channel().isActive() || http2 == null) {
      return;
    }
    if (http2.connection().numActiveStreams() > 0) {
      start(context); // what came before it is still being answered
      return;
    }
    late.run();
    end(http2, pipeline.context(http2));
  }

  private static void end(Http2ConnectionHandler http2, ChannelHandlerContext context) {
    int last = http2.connection().remote().lastStreamCreated();
    long error = Http2Error.ENHANCE_YOUR_CALM.code();
    var _ = http2.goAway(context, last, error, Unpooled.EMPTY_BUFFER, context.newPromise());
    http2.flush(context);
    var _ = context.close();
  }
}
