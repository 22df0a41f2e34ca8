package dev.vitrine.gateway.security.limit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends an HTTP/1 connection that has begun to send the head of a request and does not come to its
 * end in time: with 408, where nothing else is being answered, nor was within that time. A
 * connection that sends nothing is idle, which is another limit. For the event loop of its
 * connection.
 *
 * <p>Watches the connection from when Vert.x knows it, which, without TLS, is at the end of its
 * first head; {@link FirstHeadDeadline} watches until then. A connection of HTTP/2 is watched by
 * {@link Http2HeadDeadline}.
 */
public final class HeadDeadline {
  private final HeadTime time;
  private boolean awaitingHead = true;
  private int unanswered;
  private long answeredNanos;
  private long progress;
  private @Nullable Future<?> timer;

  private HeadDeadline(HeadTime time) {
    this.time = time;
    this.answeredNanos = System.nanoTime() - time.within().toNanos();
  }

  /** Watches a connection that is new to Vert.x. */
  public static void watch(HttpConnection connection, HeadTime time) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(FirstHeadDeadline.class) != null) {
      pipeline.remove(FirstHeadDeadline.class);
    }
    boolean http1 =
        pipeline.get("httpDecoder") != null && pipeline.get(Http2ConnectionHandler.class) == null;
    if (http1) {
      HeadDeadline deadline = new HeadDeadline(time);
      pipeline.addBefore("httpDecoder", "headBytes", deadline.new Bytes());
      pipeline.addBefore("handler", "heads", deadline.new Messages());
    }
  }

  /** What comes from the client, before it is understood. */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      long before = progress;
      context.fireChannelRead(message);
      if (context.isRemoved()) {
        return;
      }
      if (context.pipeline().get("httpDecoder") == null) {
        context.pipeline().remove(this); // a WebSocket by now
      } else if (awaitingHead && timer == null && progress == before) {
        start(context);
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      stop();
    }

    private void start(ChannelHandlerContext context) {
      timer =
          context
              .executor()
              .schedule(() -> expired(context), time.within().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired(ChannelHandlerContext context) {
      timer = null;
      if (context.isRemoved() || !awaitingHead) {
        return;
      }
      if (unanswered > 0 || System.nanoTime() - answeredNanos < time.within().toNanos()) {
        start(context); // what came before it is being answered, or has just been
        return;
      }
      time.late().run();
      RequestTimeout.answer(context, time.fields());
    }
  }

  /** The same, understood, and what is answered. */
  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        stop();
        progress++;
        unanswered++;
        awaitingHead = false;
      }
      if (message instanceof LastHttpContent) {
        progress++;
        awaitingHead = true;
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof LastHttpContent && !isInterim(message)) {
        unanswered--;
        answeredNanos = System.nanoTime();
      }
      super.write(context, message, promise);
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
