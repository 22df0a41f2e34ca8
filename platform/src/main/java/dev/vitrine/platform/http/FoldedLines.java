package dev.vitrine.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Sees lines that continue the one before (obs-fold, RFC 9112, section 5.2), which others may take
 * for fields of their own. Netty's decoder joins them, and nothing that it makes shows it, so this
 * looks at the bytes before the decoder. It hands them on in pieces that end where a head or a
 * message does: the decoder then has made of them whatever there is to make, {@link StrictHttp1}
 * has been given that, and has said here what follows. No byte is copied.
 */
final class FoldedLines extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  private final RequestLines lines = new RequestLines();
  private boolean inMessage;
  private boolean lost;

  /** What watches the connection; that sees nothing where the first request has come already. */
  static FoldedLines of(ChannelPipeline pipeline, String firstRequest) {
    FoldedLines watching = pipeline.get(FoldedLines.class);
    if (watching != null) {
      return watching;
    }
    FoldedLines folded = new FoldedLines();
    if (pipeline.get(firstRequest) == null) {
      folded.watch(pipeline);
    }
    return folded;
  }

  /** Watches a connection of which the decoder knows no more than what is already passed. */
  void watch(ChannelPipeline pipeline) {
    pipeline.addBefore(DECODER, "foldedLines", this);
  }

  /** The decoder is given these first bytes of the connection in another way. */
  void alreadyPassed(ByteBuf bytes) {
    lines.read(bytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    while (bytes.isReadable()) {
      if (context.pipeline().get(DECODER) == null) {
        leave(context); // a WebSocket by now, or a tunnel
        break;
      }
      int length = lines.read(bytes) - bytes.readerIndex();
      if (length == bytes.readableBytes()) {
        break;
      }
      context.fireChannelRead(bytes.readRetainedSlice(length));
      agree();
    }
    context.fireChannelRead(bytes);
    agree();
  }

  private void leave(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  /** Where a head or a message ends here, the decoder must have come to its end, too. */
  private void agree() {
    boolean disagree = lines.headEnded() || (lines.betweenMessages() && inMessage);
    if (disagree) {
      lost = true;
      lines.giveUp();
    }
  }

  /**
   * The decoder has made a request of the bytes so far.
   *
   * @return whether it must be refused: it has a folded line, or it is not known whether it has
   */
  boolean begun(HttpRequest request) {
    inMessage = true;
    boolean folded = lines.takeFolded() || lost;
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    if (!request.decoderResult().isSuccess()) {
      lines.giveUp(); // nor will the decoder make anything of what follows
    } else if (!lines.headEnded()) {
      return folded; // not seen here, which the end of these bytes tells
    } else if (HttpUtil.isTransferEncodingChunked(request)) {
      lines.chunksFollow();
    } else {
      lines.contentFollows(length == null ? 0 : Long.parseLong(length));
    }
    return folded;
  }

  /**
   * It has come to the end of a request.
   *
   * @return whether its trailers have a folded line
   */
  boolean ended() {
    inMessage = false;
    return lines.takeFolded();
  }
}
