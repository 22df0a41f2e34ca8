package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that says {@code close} is the last on its connection; after any other it is kept. */
class ClosingAnswersTest {
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.before();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/health HTTP/1.1\r\nHost: b\r\n\r\n",
        "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /a/../b HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /a/../b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nfull",
        "POST /a/../b HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
        "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void areTheLastOfTheirConnection(String request) throws Exception {
    // The client asks for no close, and waits for one.
    String answer = RawClient.exchange(gateway.port(), request);

    assertThat(answer).startsWith("HTTP/1.1 40").contains("\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\nconnection: close\r\n");
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_049, 64 * 1024, 1024 * 1024})
  void reachAClientThatIsStillSending(int length) throws Exception {
    String request =
        "POST // HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + "x".repeat(length);

    String answer = RawClient.exchange(gateway.port(), request);

    assertThat(answer).startsWith("HTTP/1.1 40").endsWith("}");
  }

  @Test
  void leaveAConnectionInUseThatTheyDoNotClose() throws Exception {
    String connect = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";
    String next = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    String answers = RawClient.exchange(gateway.port(), connect + next);

    assertThat(answers).startsWith("HTTP/1.1 404").contains("HTTP/1.1 200").contains("gateway");
    assertThat(answers.substring(0, answers.indexOf("HTTP/1.1 200")).toLowerCase(Locale.ROOT))
        .doesNotContain("connection: close");
  }
}
