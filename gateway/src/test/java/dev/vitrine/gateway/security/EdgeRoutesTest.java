package dev.vitrine.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.gateway.security.client.ProxiesConfig;
import dev.vitrine.gateway.security.cors.CorsConfig;
import dev.vitrine.gateway.security.header.SecurityHeadersConfig;
import dev.vitrine.gateway.security.header.SecurityHeadersConfig.ResourcePolicy;
import dev.vitrine.gateway.security.limit.EdgeLimitsConfig;
import dev.vitrine.gateway.security.limit.RateLimitConfig;
import dev.vitrine.gateway.security.token.AccessConfig;
import dev.vitrine.gateway.security.token.AccessConfig.Mode;
import dev.vitrine.gateway.security.token.TokenConfig;
import dev.vitrine.gateway.security.token.TokenVerification;
import dev.vitrine.gateway.time.Clocks;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeRoutesTest {
  private static final TokenConfig TOKENS =
      new TokenConfig(
          "https://issuer.test",
          "vitrine",
          "user-service",
          "/.well-known/jwks.json",
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10));

  private static final RouteProtection CATALOG =
      new RouteProtection(
          Optional.of(
              new AccessConfig(Mode.AUTHENTICATED, List.of("catalog:write"), List.of("GET"))),
          Optional.of(new RateLimitConfig(3, Duration.ofHours(1), Optional.empty(), 65_536)),
          Optional.of(
              new CorsConfig(
                  List.of("https://shop.test"),
                  List.of("GET", "POST"),
                  List.of("Authorization"),
                  List.of(),
                  false,
                  Duration.ofMinutes(10))));

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EdgeServer server;

  @BeforeEach
  void start() throws Exception {
    TokenVerification tokens =
        TokenVerification.of(
            vertx,
            TOKENS,
            () -> Future.failedFuture("away"),
            Clocks.system(),
            OpenTelemetry.noop());
    EdgeRoutes edge =
        new EdgeRoutes(config(Optional.of(TOKENS)), 8192, Optional.of(tokens), meters)
            .with(Map.of("/catalog", CATALOG));
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(16_384)
            .setInitialSettings(new Http2Settings().setMaxHeaderListSize(16_384));
    server =
        EdgeServer.with(
            options,
            router -> {
              edge.mount(router);
              for (String path : new String[] {"/catalog", "/open"}) {
                var route = router.route(path);
                edge.mount(route, path);
                route.handler(ctx -> ctx.response().end("ok"));
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    TestTelemetry.await(vertx.close());
  }

  @Test
  void answersPreflightsWithoutTokenAndWithoutLimit() throws Exception {
    for (int i = 0; i < 10; i++) {
      Answer preflight =
          server
              .client()
              .send(
                  "OPTIONS",
                  "/catalog",
                  BodyPublishers.noBody(),
                  "Origin",
                  "https://shop.test",
                  "Access-Control-Request-Method",
                  "POST",
                  "Access-Control-Request-Headers",
                  "authorization");

      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void makesEveryRefusalReadableForThePageThatGetsIt() throws Exception {
    Answer[] answers = new Answer[4];
    for (int i = 0; i < answers.length; i++) {
      answers[i] =
          server
              .client()
              .send(
                  "POST", "/catalog", BodyPublishers.ofString("x"), "Origin", "https://shop.test");
    }

    assertThat(answers[0].status()).isEqualTo(401);
    assertThat(answers[3].status()).isEqualTo(429);
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.test");
          assertThat(answer.header("RateLimit-Limit")).isEqualTo("3");
          assertThat(answer.header("Content-Security-Policy")).isNotEmpty();
        });
    assertThat(meters.get("gateway.rate.limited").tag("route", "/catalog").counter().count())
        .isEqualTo(1);
  }

  @Test
  void leavesARouteAloneThatSaysNothing() throws Exception {
    Answer answer = server.client().get("/open", "Authorization", "Bearer x", "Origin", "null");

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.header("RateLimit-Limit")).isEmpty();
    assertThat(answer.header("Vary")).isEmpty();
  }

  @Test
  void holdsHttp2ToTheSameLimits() throws Exception {
    assertThat(http2("/open?" + "q".repeat(8_186), 0)).isEqualTo(200);
    assertThat(http2("/open?" + "q".repeat(8_187), 0)).isEqualTo(414);
    assertThat(http2("/open", 80)).isEqualTo(200);
    assertThat(http2("/open", 101)).isEqualTo(431);
  }

  @Test
  void refusesRoutesWhoseTokensNobodyCouldVerify() {
    assertThatThrownBy(
            () -> config(Optional.empty()).check(Map.of("/catalog", CATALOG), Set.of("a")))
        .hasMessageContaining("edge.tokens: missing (expected: issuer and keys, as route /catalog");
    assertThatThrownBy(() -> config(Optional.of(TOKENS)).check(Map.of(), Set.of("a")))
        .hasMessageContaining("edge.tokens.jwks-upstream: user-service (expected: one of a)");
    config(Optional.empty()).check(Map.of("/x", RouteProtection.none()), Set.of("a"));
  }

  @Test
  void takesNoRouteWhoseTokensNobodyVerifies() {
    EdgeRoutes edge = new EdgeRoutes(config(Optional.empty()), 8192, Optional.empty(), meters);

    assertThatThrownBy(() -> edge.with(Map.of("/catalog", CATALOG)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/catalog");
  }

  private int http2(String target, int fields) throws Exception {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    // Held until the end: Vert.x closes a client that nobody holds any more.
    HttpClient client = vertx.createHttpClient(options);
    Future<Integer> status =
        client
            .request(HttpMethod.GET, server.port(), "127.0.0.1", target)
            .compose(request -> sent(request, fields))
            .map(HttpClientResponse::statusCode);
    return TestTelemetry.await(status.eventually(client::close));
  }

  private static Future<HttpClientResponse> sent(HttpClientRequest request, int fields) {
    for (int i = 0; i < fields; i++) {
      request.putHeader("x-" + i, "y");
    }
    return request.send();
  }

  private static EdgeConfig config(Optional<TokenConfig> tokens) {
    return new EdgeConfig(
        ProxiesConfig.none(),
        EdgeLimitsConfig.defaults(),
        new SecurityHeadersConfig(true, Duration.ZERO, ResourcePolicy.SAME_ORIGIN),
        tokens,
        Optional.empty());
  }
}
