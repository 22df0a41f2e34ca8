package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.http.DateField;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/** The answer to a request that has not become one: 408, in bytes (RFC 9110, section 15.5.9). */
final class RequestTimeout {
  private static final Problem PROBLEM = Problem.ofStatus(408);

  private RequestTimeout() {}

  private record Body(String type, String title, int status, String reason) {}

  /** Answers in clear text, as seen from this handler, and closes. */
  static void answer(ChannelHandlerContext context) {
    ByteBuf answer = Unpooled.wrappedBuffer(bytes());
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  private static byte[] bytes() {
    String body =
        Json.write(new Body(PROBLEM.type(), PROBLEM.title(), PROBLEM.status(), PROBLEM.kind()))
            .toString();
    String answer =
        """
        HTTP/1.1 408 Request Timeout\r
        Connection: close\r
        Date: %s\r
        Content-Type: application/problem+json\r
        X-Content-Type-Options: nosniff\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(DateField.now(), body.length(), body);
    return answer.getBytes(StandardCharsets.US_ASCII);
  }
}
