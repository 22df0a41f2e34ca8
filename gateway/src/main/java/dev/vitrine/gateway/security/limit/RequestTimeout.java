package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to a request that has not become one: 408, in bytes (RFC 9110, section 15.5.9). */
final class RequestTimeout {
  private static final byte[] ANSWER = bytes(Problem.ofStatus(408));

  private RequestTimeout() {}

  /** Answers in clear text, as seen from this handler, and closes. */
  static void answer(ChannelHandlerContext context) {
    ByteBuf answer = Unpooled.wrappedBuffer(ANSWER);
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  private static byte[] bytes(Problem problem) {
    String body =
        Json.write(
                Map.of(
                    "type", problem.type(), "title", problem.title(), "status", problem.status()))
            .toString();
    String answer =
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
            + "Content-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return answer.getBytes(StandardCharsets.US_ASCII);
  }
}
