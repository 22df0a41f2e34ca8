package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TRACE would show whoever asks what an upstream is sent; see RFC 9110, section 9.3.8. */
@ExtendWith(VertxExtension.class)
class TraceMethodTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void isAnsweredByTheGatewayAndReachesNoUpstream(Vertx vertx) throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {
      String answer = ask(gateway, "TRACE /a");
      String other = ask(gateway, "GET /a");

      assertThat(answer)
          .startsWith("HTTP/1.1 405")
          .contains("urn:vitrine:problem:method-not-allowed");
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains("\r\nallow: delete, get, head, options, patch, post, put\r\n")
          .doesNotContain("c2vjcmv0");
      assertThat(other).startsWith("HTTP/1.1 200");
      assertThat(upstream.received()).contains("GET /a").doesNotContain("TRACE");
    }
  }

  @Test
  void leadsNowhereWhereNothingElseDoes() throws Exception {
    try (RunningGateway gateway = RunningGateway.before()) {
      assertThat(ask(gateway, "TRACE /nowhere")).startsWith("HTTP/1.1 404");
      assertThat(ask(gateway, "TRACE /health")).startsWith("HTTP/1.1 405").contains("GET, HEAD");
    }
  }

  private static String ask(RunningGateway gateway, String line) throws Exception {
    return RawClient.exchange(
        gateway.port(),
        line
            + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic c2VjcmV0\r\nConnection: close\r\n\r\n");
  }
}
