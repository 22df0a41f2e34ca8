package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client has the id of its trace, to quote, whatever became of its request. */
class TraceIdTest {
  private static final Pattern TRACE_ID = Pattern.compile("\r\nx-trace-id: ([0-9a-f]{32})\r\n");

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.before();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @Test
  void isTheOnlyOneWhateverTheUpstreamSays() throws Exception {
    String its = "f".repeat(32);
    try (RawServer upstream =
            RawServer.answering(
                gateway.vertx(),
                "HTTP/1.1 103 Early Hints\r\nX-Trace-Id: %1$s\r\n\r\n".formatted(its)
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                    + "X-Trace-Id: %1$s\r\nx-trace-id: 2\r\n\r\n".formatted(its)
                    + "2\r\nok\r\n0\r\nX-Trace-Id: %1$s\r\n\r\n".formatted(its));
        RunningGateway before = RunningGateway.before(upstream.port())) {

      String answer =
          RawClient.exchange(
              before.port(), "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      Matcher found = TRACE_ID.matcher(answer.toLowerCase(Locale.ROOT));
      assertThat(found.results()).as(answer).hasSize(1);
      assertThat(answer).contains("HTTP/1.1 200", "ok").doesNotContain(its);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "OPTIONS /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n\r\n",
        "GET http://a/health HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n",
        "GET /a/../b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "nonsense\r\n\r\n"
      })
  void isOnEveryAnswerToWhatCameToAnEnd(String request) throws Exception {
    String answer = RawClient.exchange(gateway.port(), request);

    Matcher found = TRACE_ID.matcher(answer.toLowerCase(Locale.ROOT));
    assertThat(answer).startsWith("HTTP/1.");
    assertThat(found.results()).as(answer).hasSize(1);
  }
}
