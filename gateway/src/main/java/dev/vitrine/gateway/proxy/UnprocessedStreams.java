package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * What an upstream of HTTP/2 says of requests that it has not processed (RFC 9113, section 8.7): a
 * stream that it refuses, or one beyond the last that its GOAWAY tells of. What Vert.x says of a
 * GOAWAY (5.0.12) is not enough: it keeps the first, which in an orderly end has no limit yet, and
 * takes one of our own for one of the upstream's. Netty knows.
 */
final class UnprocessedStreams {
  private UnprocessedStreams() {}

  /**
   * Why it is sure that nothing of a request was processed; empty where something may have been.
   */
  static Optional<Reason> reason(HttpClientRequest request, Throwable failure) {
    if (request.version() != HttpVersion.HTTP_2) {
      return Optional.empty();
    }
    return switch (failure) {
      case StreamResetException reset when reset.getCode() == Http2Error.REFUSED_STREAM.code() ->
          Optional.of(Reason.STREAM_REFUSED);
      // By our own side: the connection takes no stream any more, and has none of this request.
      case Http2Exception own when own.error() == Http2Error.REFUSED_STREAM ->
          Optional.of(Reason.GOING_AWAY);
      case StreamException own -> beyondLast(request, own.streamId());
      // The whole connection is at fault, and has perhaps no stream of this request.
      case Http2Exception _ -> Optional.empty();
      default -> beyondLast(request, request.streamId());
    };
  }

  private static Optional<Reason> beyondLast(HttpClientRequest request, int stream) {
    Http2ConnectionHandler handler =
        ((ConnectionBase) request.connection())
            .channel()
            .pipeline()
            .get(Http2ConnectionHandler.class);
    if (handler == null) {
      return Optional.empty();
    }
    int last = handler.connection().local().lastStreamKnownByPeer();
    return last >= 0 && stream > last ? Optional.of(Reason.GOING_AWAY) : Optional.empty();
  }
}
