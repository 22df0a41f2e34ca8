package dev.vitrine.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of an upstream connection of HTTP/1 by the letter where Vert.x does not, so
 * that no answer is ever taken for that to another request:
 *
 * <ul>
 *   <li>what comes after an answer, or before there is a request, ends the connection (RFC 9112,
 *       section 6.3);
 *   <li>{@code close} counts wherever it is in a list of connection options (RFC 9112, section
 *       9.6);
 *   <li>interim answers that nobody knows are dropped (RFC 9110, section 15.2).
 * </ul>
 *
 * For the event loop of its connection.
 */
final class StrictResponses {
  /** What Vert.x calls its decoder, which connections of HTTP/1 have. */
  static final String CODEC = "codec";

  /** Those that Vert.x knows, and the one that ends HTTP on the connection. */
  private static final Set<HttpResponseStatus> KNOWN_INTERIM =
      Set.of(
          HttpResponseStatus.CONTINUE,
          HttpResponseStatus.SWITCHING_PROTOCOLS,
          HttpResponseStatus.EARLY_HINTS);

  /** Skipped where an answer is over; the end of a head, whatever it is, where more has come. */
  private static final byte[] EMPTY_LINES = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private boolean awaited;
  private boolean reading;
  private boolean excess;
  private boolean switched;
  private boolean interim;
  private boolean unknownInterim;
  private @Nullable HttpHeaders answer;
  private @Nullable Object end;

  private StrictResponses() {}

  /** Watches a connection that has just been made, if it is of HTTP/1. */
  static void watch(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(CODEC) != null) {
      StrictResponses responses = new StrictResponses();
      pipeline.addBefore(CODEC, "responseBytes", responses.new Bytes());
      pipeline.addBefore("handler", "responses", responses.new Messages());
    }
  }

  /** What comes from the upstream, before it is understood. */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (switched) {
        context.fireChannelRead(message);
      } else if (awaited) {
        read(context, message);
      } else {
        ReferenceCountUtil.release(message);
        var _ = context.close();
      }
    }

    /** The end of an answer is passed on only when it is known whether something follows. */
    private void read(ChannelHandlerContext context, Object message) {
      reading = true;
      context.fireChannelRead(message);
      if (end != null) {
        context.fireChannelRead(Unpooled.wrappedBuffer(EMPTY_LINES));
      }
      reading = false;
      Object last = end;
      end = null;
      if (last != null) {
        end(context, last);
      }
    }

    private void end(ChannelHandlerContext context, Object last) {
      awaited = false;
      if (answer != null && (excess || saysClose(answer))) {
        // Vert.x looks at this end for the option, and sees it only as the whole value. The list
        // was needed until now, for the fields that it names.
        answer.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
      context.pipeline().context(Messages.class).fireChannelRead(last);
    }
  }

  private static boolean saysClose(HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  /** The same, understood; and what is asked. */
  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof HttpRequest) {
        awaited = true;
      }
      super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof HttpObject part) || switched) {
        context.fireChannelRead(message);
      } else if (end != null) {
        excess = true;
        ReferenceCountUtil.release(message);
      } else if (part.decoderResult().isFailure()) {
        context.fireChannelRead(message);
        var _ = context.close(); // now, not when Vert.x comes to it
      } else if (message instanceof HttpResponse response) {
        begun(context, response);
      } else if (message instanceof LastHttpContent) {
        ended(context, message);
      } else {
        context.fireChannelRead(message);
      }
    }

    private void begun(ChannelHandlerContext context, HttpResponse response) {
      HttpResponseStatus status = response.status();
      interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
      unknownInterim = interim && !KNOWN_INTERIM.contains(status);
      switched = status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
      if (unknownInterim) {
        ReferenceCountUtil.release(response);
        return;
      }
      answer = response.headers();
      context.fireChannelRead(response);
    }

    private void ended(ChannelHandlerContext context, Object last) {
      if (unknownInterim) {
        ReferenceCountUtil.release(last);
      } else if (reading && !interim) {
        end = last;
      } else {
        context.fireChannelRead(last);
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      ReferenceCountUtil.release(end);
      end = null;
    }
  }
}
