package dev.vitrine.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection of HTTP/1 so that its client gets the last answer whole (RFC 9112, section
 * 9.6), and closes it after every answer that says {@code close}. Where the client may still be
 * sending, within a request or after one whose end is not known, only the sending side is closed at
 * first: all at once, the client would be reset, and lose the answer with it. What still comes is
 * thrown away until the client closes, too, or its time is over.
 */
final class LingeringClose extends ChannelDuplexHandler {
  private static final long LINGER_MILLIS = 2_000;

  /** On a channel whose last answer is written. */
  private static final AttributeKey<Boolean> OVER =
      AttributeKey.valueOf(LingeringClose.class, "over");

  /** Whether a request has come whose end is not known. */
  private boolean endless;

  private boolean receiving;
  private boolean sayingClose;

  /** Whether the last answer is written: no further request is looked at. */
  private boolean over;

  private boolean ignoring;
  private boolean lingering;
  private @Nullable Future<?> timer;

  /**
   * Whether the last answer of its connection was written before the request came to its turn: then
   * nobody would get another one, so nothing must be done for it (RFC 9112, section 9.6). Vert.x
   * has read one request ahead by then, and hands it on.
   */
  static boolean comesTooLate(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && ((ConnectionBase) request.connection()).channel().hasAttr(OVER);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpObject part) {
      endless |= part.decoderResult().isFailure();
      receiving = endless || !(part instanceof LastHttpContent);
    }
    ignoring |= lingering || (over && message instanceof HttpRequest);
    if (ignoring) {
      ReferenceCountUtil.release(message);
      return;
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response) {
      begun(context, response);
    }
    if (sayingClose && message instanceof LastHttpContent) {
      over = true;
      context.channel().attr(OVER).set(true);
      ChannelPromise written = promise.unvoid();
      written.addListener(end -> close(context.channel()));
      super.write(context, message, written);
    } else {
      super.write(context, message, promise);
    }
  }

  private void begun(ChannelHandlerContext context, HttpResponse response) {
    if (response.status().code() == 101) {
      // What comes now is no HTTP any more, nor is its end.
      context.pipeline().remove(this);
    } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      sayingClose = response.headers().containsValue(HttpHeaderNames.CONNECTION, "close", true);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    if (lingering) {
      context.channel().closeFuture().addListener(end -> promise.trySuccess());
    } else if (receiving && context.channel().isActive()) {
      linger(context, promise);
    } else {
      super.close(context, promise);
    }
  }

  private void linger(ChannelHandlerContext context, ChannelPromise promise) {
    lingering = true;
    timer =
        context
            .executor()
            .schedule(() -> end(context, promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    Channel channel = context.channel();
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls == null) {
      endOutput(channel);
    } else {
      tls.closeOutbound().addListener(end -> endOutput(channel));
    }
    // Whoever had paused it is not told of anything any more.
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (timer != null) {
      timer.cancel(false);
    }
    super.channelInactive(context);
  }

  private static void close(Channel channel) {
    var _ = channel.pipeline().close();
  }

  private static void endOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
  }

  private static void end(ChannelHandlerContext context, ChannelPromise promise) {
    var _ = context.close(promise);
  }
}
