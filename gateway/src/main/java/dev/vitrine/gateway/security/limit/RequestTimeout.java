package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.http.DateField;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The answer to a request that has not become one: 408, in bytes (RFC 9110, section 15.5.9). */
final class RequestTimeout {
  private static final Problem PROBLEM = Problem.ofStatus(408);

  private RequestTimeout() {}

  private record Body(String type, String title, int status, String reason) {}

  /**
   * Answers in clear text, as seen from this handler, and closes.
   *
   * @param fields as {@link HeadTime#fields}
   */
  static void answer(ChannelHandlerContext context, Map<String, String> fields) {
    ByteBuf answer = Unpooled.wrappedBuffer(bytes(fields));
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  private static byte[] bytes(Map<String, String> fields) {
    String body =
        Json.write(new Body(PROBLEM.type(), PROBLEM.title(), PROBLEM.status(), PROBLEM.kind()))
            .toString();
    String answer =
        """
        HTTP/1.1 408 Request Timeout\r
        Connection: close\r
        Date: %s\r
        %sContent-Length: %d\r
        \r
        %s\
        """
            .formatted(DateField.now(), lines(fields), body.length(), body);
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  private static String lines(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue() + "\r\n")
        .sorted()
        .collect(Collectors.joining());
  }
}
