package dev.vitrine.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an upstream connection on which no request has been sent for so long that no pool can have
 * it any more. Vert.x (5.0.12) loses sight of a connection where everybody who has waited for it
 * has given up before it was there: the pool that it then belongs to is not asked, and not cleaned,
 * again. For the event loop of its connection.
 */
final class UnusedConnection extends ChannelOutboundHandlerAdapter {
  private final Duration patience;
  private @Nullable Future<?> end;

  /**
   * @param patience longer than a pool keeps an idle connection
   */
  UnusedConnection(Duration patience) {
    this.patience = patience;
  }

  /** Watches a connection that has just been made. */
  static void watch(HttpConnection connection, Duration patience) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.pipeline().addFirst("unused", new UnusedConnection(patience));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    end =
        context
            .executor()
            .schedule(() -> close(context), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    var _ = context.write(message, promise);
    if (context.pipeline().get(Http2ConnectionHandler.class) == null) {
      context.pipeline().remove(this);
    }
  }

  /** In HTTP/2 not all that is written is a request: whether there was one its streams tell. */
  private void close(ChannelHandlerContext context) {
    Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
    if (http2 != null && http2.connection().local().lastStreamCreated() > 0) {
      context.pipeline().remove(this);
    } else {
      var _ = context.close();
    }
  }

  /** Once it is in use, or closed. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (end != null) {
      end.cancel(false);
    }
  }
}
