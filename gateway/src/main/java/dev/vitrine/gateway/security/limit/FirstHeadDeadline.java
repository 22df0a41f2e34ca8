package dev.vitrine.gateway.security.limit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that has sent its first byte and, in time, neither its first head nor its TLS
 * handshake and its preface. Goes as soon as Vert.x knows the connection, which {@link
 * Http2HeadDeadline} then goes on watching if it is of HTTP/2.
 */
final class FirstHeadDeadline extends ChannelInboundHandlerAdapter {
  private final HeadTime time;
  private boolean first = true;
  private @Nullable Future<?> timer;

  FirstHeadDeadline(HeadTime time) {
    this.time = time;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (first) {
      first = false;
      watchHttp2(context);
    }
    context.fireChannelRead(message);
    if (timer == null && !context.isRemoved()) {
      timer =
          context
              .executor()
              .schedule(() -> expired(context), time.within().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Where there is clear text to see: Vert.x puts TLS into the pipeline after this. */
  private void watchHttp2(ChannelHandlerContext context) {
    ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
    context
        .pipeline()
        .addAfter(
            (tls == null ? context : tls).name(),
            "http2Heads",
            new Http2HeadDeadline(time.within(), time.late()));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void expired(ChannelHandlerContext context) {
    if (context.isRemoved() || !context.channel().isActive()) {
      return;
    }
    time.late().run();
    if (context.pipeline().get(SslHandler.class) == null) {
      RequestTimeout.answer(context, time.fields());
    } else {
      var _ = context.close(); // nothing can be said before the handshake
    }
  }
}
