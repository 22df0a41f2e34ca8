package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far OPTIONS goes; see RFC 9110, section 7.6.2. */
@ExtendWith(VertxExtension.class)
class MaxForwardsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00"})
  void isAnsweredByTheGatewayWhereItMayGoNoFurther(String left) throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = ask(gateway, "OPTIONS /a", left);

      assertThat(answer).startsWith("HTTP/1.1 204 ");
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains("\r\nallow: delete, get, head, options, patch, post, put\r\n");
      assertThat(upstream.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "10, 9", "99999999999999, 999999999", "many, many"})
  void hasOneLessAfterTheGateway(String left, String next) throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = ask(gateway, "OPTIONS /a", left);

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(upstream.received()).contains("\r\nMax-Forwards: " + next + "\r\n");
    }
  }

  @Test
  void meansNothingToOtherMethods() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = ask(gateway, "GET /a", "0");

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(upstream.received()).contains("\r\nMax-Forwards: 0\r\n");
    }
  }

  private static String ask(RunningGateway gateway, String line, String left) throws Exception {
    return RawClient.exchange(
        gateway.port(),
        line + " HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + left + "\r\nConnection: close\r\n\r\n");
  }
}
