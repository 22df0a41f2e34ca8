package dev.vitrine.gateway.security.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.client.ProxiesConfig;
import dev.vitrine.gateway.security.client.ProxiesConfig.Field;
import dev.vitrine.gateway.security.header.SecurityHeadersConfig.ResourcePolicy;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.testing.TestClient.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
  private static final SecurityHeadersConfig CONFIG =
      new SecurityHeadersConfig(true, Duration.ofDays(365), ResourcePolicy.SAME_ORIGIN);

  @Test
  void areOnEveryAnswer() throws Exception {
    try (EdgeServer server = server(CONFIG, ProxiesConfig.none())) {
      for (String path : new String[] {"/a", "/problem", "/nowhere"}) {
        Answer answer = server.client().get(path);

        assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Strict-Transport-Security")).isEmpty();
      }
    }
  }

  @Test
  void letAProblemLoadNothing() throws Exception {
    try (EdgeServer server = server(CONFIG, ProxiesConfig.none())) {
      assertThat(server.client().get("/problem").header("Content-Security-Policy"))
          .isEqualTo("default-src 'none'; frame-ancestors 'none'");
      assertThat(server.client().get("/a").header("Content-Security-Policy")).isEmpty();
    }
  }

  @Test
  void leaveWhatIsThere() throws Exception {
    try (EdgeServer server = server(CONFIG, ProxiesConfig.none())) {
      Answer answer = server.client().get("/own");

      assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("origin");
    }
  }

  @Test
  void sayThatTlsIsToStayOnlyToThoseWhoCameByIt() throws Exception {
    ProxiesConfig trusted = new ProxiesConfig(List.of("127.0.0.1"), Field.X_FORWARDED_FOR);
    try (EdgeServer behindProxy = server(CONFIG, trusted);
        EdgeServer open = server(CONFIG, ProxiesConfig.none())) {
      assertThat(hsts(behindProxy, "https")).isEqualTo("max-age=31536000");
      assertThat(hsts(behindProxy, "http")).isEmpty();
      assertThat(hsts(open, "https")).isEmpty();
    }
  }

  @Test
  void areNotThereWhereTheyAreSwitchedOff() throws Exception {
    SecurityHeadersConfig off =
        new SecurityHeadersConfig(false, Duration.ZERO, ResourcePolicy.NONE);
    try (EdgeServer server = server(off, ProxiesConfig.none())) {
      assertThat(server.client().get("/a").header("X-Content-Type-Options")).isEmpty();
    }
  }

  /** RFC 6797, section 7.2: never over an insecure transport. */
  @Test
  void ofAProblemWithoutARequestAreThoseOfItsConnection() {
    SecurityHeadersConfig year =
        new SecurityHeadersConfig(true, Duration.ofDays(365), ResourcePolicy.NONE);
    SecurityHeaders headers = new SecurityHeaders(year, new ForwardedFields(ProxiesConfig.none()));

    assertThat(headers.ofProblem(true))
        .containsEntry("Strict-Transport-Security", "max-age=31536000");
    assertThat(headers.ofProblem(false))
        .containsKey("X-Content-Type-Options")
        .doesNotContainKey("Strict-Transport-Security");
  }

  private static String hsts(EdgeServer server, String scheme) throws Exception {
    return server
        .client()
        .get("/a", "X-Forwarded-Proto", scheme)
        .header("Strict-Transport-Security");
  }

  private static EdgeServer server(SecurityHeadersConfig config, ProxiesConfig proxies)
      throws Exception {
    return EdgeServer.with(router -> {
      router.route().handler(new SecurityHeaders(config, new ForwardedFields(proxies)));
      router.route("/a").handler(ctx -> ctx.response().end("ok"));
      router
          .route("/own")
          .handler(ctx -> ctx.response().putHeader("Referrer-Policy", "origin").end());
      router.route("/problem").handler(ctx -> ctx.fail(Problem.malformed("").asException()));
    });
  }
}
