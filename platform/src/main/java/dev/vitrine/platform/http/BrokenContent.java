package dev.vitrine.platform.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a request whose content cannot be read on, for a chunk that is none, by a {@link
 * MalformedContentException}, so that it can be answered. Vert.x (5.0.12) would tell it by whatever
 * the decoder has thrown, and close the connection before an answer is on its way. Nothing that
 * comes after such a chunk is looked at.
 */
final class BrokenContent extends ChannelDuplexHandler {
  /** How long an answer may take from then on. */
  private static final long ANSWER_MILLIS = 1_000;

  private final Http1xServerConnection connection;
  private int unanswered;
  private boolean interim;
  private @Nullable Throwable fault;
  private @Nullable Future<?> timer;

  BrokenContent(Http1xServerConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (fault != null) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest) {
      unanswered++;
    }
    if (message instanceof HttpContent content
        && !(message instanceof HttpRequest)
        && content.decoderResult().isFailure()) {
      fault = content.decoderResult().cause();
    }
    super.channelRead(context, message);
  }

  /** Vert.x throws it here when all that came before has had its turn. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (fault == null || !cause.equals(fault)) {
      super.exceptionCaught(context, cause);
      return;
    }
    timer =
        context.executor().schedule(() -> connection.close(), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    connection.handleException(new MalformedContentException());
    if (unanswered == 0) {
      connection.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response) {
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    if (message instanceof LastHttpContent && !interim) {
      unanswered--;
    }
    super.write(context, message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (timer != null) {
      timer.cancel(false);
    }
    super.channelInactive(context);
  }
}
