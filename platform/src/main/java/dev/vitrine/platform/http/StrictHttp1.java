package dev.vitrine.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Optional;

/**
 * Reads a head of HTTP/1 by the letter where Vert.x does not: refuses what peers could read in two
 * ways, as a request that cannot be parsed, and says {@code close} so that Vert.x sees it.
 */
final class StrictHttp1 extends ChannelInboundHandlerAdapter {
  private final FoldedLines folded;
  private boolean refused;
  private boolean over;

  private StrictHttp1(FoldedLines folded) {
    this.folded = folded;
  }

  /** Watches the requests of a connection, from its first. */
  static void watch(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (connection instanceof Http1xServerConnection http1 && pipeline.get("httpDecoder") != null) {
      // Last of all: the connection is made while its first request is on its way down.
      FoldedLines folded = FoldedLines.of(pipeline, IgnoredHttp2Upgrade.UPGRADE);
      pipeline.addBefore("handler", "strictHttp1", new StrictHttp1(folded));
      pipeline.addBefore("handler", "brokenContent", new BrokenContent(http1));
      pipeline.addBefore("handler", "lingeringClose", new LingeringClose());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (refused && message instanceof HttpRequest) {
      over = true;
    }
    if (over) {
      // Of a connection that is closed for what came before.
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      begun(request);
    }
    if (message instanceof LastHttpContent last && folded.ended()) {
      // Trailers are fields, too; what comes of it is what comes of any broken chunk.
      last.setDecoderResult(failure("folded line in the trailers"));
    }
    super.channelRead(context, message);
  }

  private void begun(HttpRequest request) {
    boolean hasFolded = folded.begun(request);
    if (request instanceof FullHttpRequest) {
      // Of a request line that it cannot read the decoder makes one of its own, of HTTP/1.0.
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
    } else if (request.decoderResult().isFailure()) {
      answerInAKnownVersion(request);
    } else {
      (hasFolded ? Optional.of("folded line") : fault(request))
          .ifPresent(fault -> refuse(request, fault));
      sayClose(request.headers());
      if (isHttp10(request)) {
        // It knows no interim answers: RFC 9110, section 10.1.1.
        request.headers().remove(HttpHeaderNames.EXPECT);
      }
    }
  }

  private static Optional<String> fault(HttpRequest request) {
    if (!isKnown(request.protocolVersion())) {
      return Optional.of("unknown HTTP version");
    }
    if (request.headers().contains("")) {
      return Optional.of("field without a name");
    }
    if (!namesOneHost(request)) {
      return Optional.of("not exactly one valid host");
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean coded = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    // Netty takes any list that ends in chunked, and undoes only that: RFC 9112, section 6.1.
    return coded || codings.isEmpty() ? Optional.empty() : Optional.of("unknown transfer coding");
  }

  /** RFC 9112, section 3.2; where there is none, vertx-web would answer before any handler. */
  private static boolean namesOneHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    return switch (hosts.size()) {
      case 0 -> isHttp10(request);
      case 1 -> HostField.isValid(hosts.getFirst());
      default -> false;
    };
  }

  /** Vert.x would answer with a bare 501. */
  private void refuse(HttpRequest request, String fault) {
    refused = true;
    answerInAKnownVersion(request);
    request.setDecoderResult(failure(fault));
  }

  /** Vert.x would answer in whatever version the client made up, and repeat its bytes. */
  private static void answerInAKnownVersion(HttpRequest request) {
    if (!isKnown(request.protocolVersion())) {
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
  }

  private static DecoderResult failure(String fault) {
    return DecoderResult.failure(new IllegalArgumentException(fault));
  }

  /** Vert.x sees {@code close} only where it is the whole value of a field, not in a list. */
  private static void sayClose(HttpHeaders headers) {
    if (headers.containsValue(HttpHeaderNames.CONNECTION, "close", true)
        && headers.getAll(HttpHeaderNames.CONNECTION).stream()
            .noneMatch("close"::equalsIgnoreCase)) {
      headers.add(HttpHeaderNames.CONNECTION, "close");
    }
  }

  private static boolean isHttp10(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  /**
   * By identity: the decoder has these two for the exact texts, and others for {@code http/1.1}.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isKnown(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }
}
