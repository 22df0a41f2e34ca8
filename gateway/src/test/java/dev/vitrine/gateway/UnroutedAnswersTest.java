package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers to requests that no handler of a router gets. */
class UnroutedAnswersTest {
  private static final String OPTIONS =
      "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.before();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  static Stream<String> requests() {
    return Stream.of(
        OPTIONS,
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nNo-Colon\r\n\r\n",
        "GET /a\r\nHost: a\r\n\r\n",
        "\u00b6 /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void tellABrowserAsMuchAsAnyOther(String request) throws Exception {
    String answer = RawClient.exchange(gateway.port(), request);

    assertThat(answer).startsWith("HTTP/1.1 4").contains("urn:vitrine:problem:");
    assertThat(answer.toLowerCase(Locale.ROOT).split("\r\n", -1))
        .containsOnlyOnce(
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "content-security-policy: default-src 'none'; frame-ancestors 'none'");
  }

  @Test
  void tellItNothingWhereThatIsSwitchedOff() throws Exception {
    try (RunningGateway silent =
        RunningGateway.with(Map.of("VITRINE_EDGE_HEADERS_ENABLED", "false"))) {
      String answer = RawClient.exchange(silent.port(), OPTIONS);

      assertThat(answer).startsWith("HTTP/1.1 404");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("referrer-policy", "nosniff");
    }
  }
}
