package dev.vitrine.gateway.security.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CorsGateTest {
  private static final CorsConfig SHOP =
      new CorsConfig(
          List.of("https://shop.test", "https://*.shop.test"),
          List.of("GET", "PUT"),
          List.of("Content-Type", "Authorization"),
          List.of("ETag", "Link"),
          true,
          Duration.ofHours(1));

  private static final CorsConfig ALL =
      new CorsConfig(List.of("*"), List.of(), List.of(), List.of(), false, Duration.ZERO);

  @Test
  void answersThePreflightOfAnAllowedOrigin() throws Exception {
    String answer =
        answer(
            SHOP,
            "OPTIONS",
            "Origin: https://a.shop.test",
            "Access-Control-Request-Method: PUT",
            "Access-Control-Request-Headers: content-type, AUTHORIZATION");

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("access-control-allow-origin: https://a.shop.test\r\n")
        .contains("access-control-allow-credentials: true\r\n")
        .contains("access-control-allow-methods: get, put\r\n")
        .contains("access-control-allow-headers: content-type, authorization\r\n")
        .contains("access-control-max-age: 3600\r\n")
        .containsOnlyOnce("vary: origin\r\n");
  }

  @Test
  void refusesThePreflightOfEverythingElse() throws Exception {
    for (String[] fields :
        new String[][] {
          {"Origin: https://evil.test", "Access-Control-Request-Method: GET"},
          {"Origin: null", "Access-Control-Request-Method: GET"},
          {"Origin: https://shop.test", "Access-Control-Request-Method: DELETE"},
          {"Origin: https://shop.test", "Access-Control-Request-Method: put"},
          {
            "Origin: https://shop.test",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-evil"
          },
          {
            "Origin: https://shop.test",
            "Origin: https://shop.test",
            "Access-Control-Request-Method: GET"
          }
        }) {
      String answer = answer(SHOP, "OPTIONS", fields);

      assertThat(answer)
          .startsWith("HTTP/1.1 403 ")
          .contains("urn:vitrine:problem:cors-refused")
          .doesNotContain("access-control-");
    }
  }

  @Test
  void replacesWhatTheUpstreamSays() throws Exception {
    String allowed = answer(SHOP, "GET", "Origin: https://shop.test");
    String other = answer(SHOP, "GET", "Origin: https://evil.test");
    String none = answer(SHOP, "GET");

    assertThat(allowed)
        .containsOnlyOnce("access-control-allow-origin: https://shop.test\r\n")
        .contains("access-control-expose-headers: etag, link\r\n")
        .contains("vary: accept\r\n")
        .containsOnlyOnce("vary: origin\r\n");
    assertThat(other)
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("access-control-")
        .contains("vary: origin\r\n");
    assertThat(none).doesNotContain("access-control-").contains("vary: origin\r\n");
  }

  @Test
  void givesAllOriginsTheSameAnswer() throws Exception {
    String answer = answer(ALL, "GET", "Origin: https://any.test");

    assertThat(answer)
        .contains("access-control-allow-origin: *\r\n")
        .doesNotContain("vary: origin")
        .doesNotContain("credentials");
  }

  @Test
  void leavesOtherOptionsToTheUpstream() throws Exception {
    assertThat(answer(SHOP, "OPTIONS", "Origin: https://shop.test")).contains("upstream");
    assertThat(answer(SHOP, "OPTIONS", "Access-Control-Request-Method: GET")).contains("upstream");
  }

  @Test
  void refusesCredentialsForAllOriginsAndWhatIsNoOrigin() {
    assertThatThrownBy(() ->
            new CorsConfig(List.of("*"), List.of(), List.of(), List.of(), true, Duration.ZERO))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("credentials: true");
    for (List<String> origins :
        List.of(List.<String>of(), List.of("*", "https://a.test"), List.of("null"))) {
      assertThatThrownBy(
              () -> new CorsConfig(origins, List.of(), List.of(), List.of(), false, Duration.ZERO))
          .hasMessageContaining("origins");
    }
  }

  private static String answer(CorsConfig config, String method, String... fields)
      throws Exception {
    try (EdgeServer server =
        EdgeServer.with(router ->
            router
                .route()
                .handler(new CorsGate(config))
                .handler(ctx ->
                    ctx.response()
                        .putHeader("Access-Control-Allow-Origin", "https://upstream.test")
                        .putHeader("Vary", "Accept")
                        .end("upstream")))) {
      String request =
          method
              + " /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
              + String.join("\r\n", fields)
              + (fields.length == 0 ? "\r\n" : "\r\n\r\n");
      return lowerHead(server.client().exchange(request.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static String lowerHead(String answer) {
    int head = answer.indexOf("\r\n") + 2;
    return answer.substring(0, head) + answer.substring(head).toLowerCase(Locale.ROOT);
  }
}
