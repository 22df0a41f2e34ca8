package dev.vitrine.gateway.security.limit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that has sent its first byte and, in time, neither its first head nor its TLS
 * handshake and its preface. Goes as soon as Vert.x knows the connection.
 */
final class FirstHeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration within;
  private final Runnable late;
  private @Nullable Future<?> timer;

  FirstHeadDeadline(Duration within, Runnable late) {
    this.within = within;
    this.late = late;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    context.fireChannelRead(message);
    if (timer == null && !context.isRemoved()) {
      timer =
          context
              .executor()
              .schedule(() -> expired(context), within.toMillis(), TimeUnit.MILLISECONDS);
    }
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
    late.run();
    if (context.pipeline().get(SslHandler.class) == null) {
      RequestTimeout.answer(context);
    } else {
      var _ = context.close(); // nothing can be said before the handshake
    }
  }
}
