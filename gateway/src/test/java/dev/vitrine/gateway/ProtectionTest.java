package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.token.Issuer;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.telemetry.SpanType;
import dev.vitrine.platform.testing.CapturedSpans;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.ext.web.Router;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protection of the whole gateway, configured as an operator would. */
class ProtectionTest {
  @TempDir private Path directory;
  private Issuer issuer;
  private EdgeServer upstream;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    issuer = Issuer.es256("k1");
    upstream = EdgeServer.with(this::upstreamRoutes);
    file = directory.resolve("gateway.yaml");
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
  }

  private void upstreamRoutes(Router router) {
    router.route("/keys").handler(ctx -> ctx.response().end(Issuer.jwks(issuer)));
    router
        .route()
        .handler(ctx ->
            ctx.request()
                .body()
                .onSuccess(body ->
                    ctx.response()
                        .putHeader("X-Target", ctx.request().uri())
                        .end(ctx.request().getHeader("X-Forwarded-For") + " " + body.length())));
  }

  @Test
  void showsTheCheckOfATokenInTheTraceButNotTheSecondOfTheSame() throws Exception {
    try (RunningGateway gateway = gateway(1_000)) {
      TestClient client = TestClient.of(gateway.port());
      String token = issuer.token(Instant.now(), "catalog:write");

      String first = post(client, token).header("X-Trace-Id");
      String second = post(client, token).header("X-Trace-Id");

      await().until(() -> spans(second, SpanKind.SERVER).size() == 1);
      SpanData server = spans(first, SpanKind.SERVER).getFirst();
      assertThat(spans(first, SpanKind.INTERNAL)).hasSize(1);
      assertThat(spans(first, SpanKind.INTERNAL).getFirst().getName())
          .isEqualTo(SpanType.TOKEN_CHECK.pattern());
      assertThat(spans(first, SpanKind.INTERNAL).getFirst().getParentSpanId())
          .isEqualTo(server.getSpanId());
      assertThat(spans(second, SpanKind.INTERNAL)).isEmpty();
    }
  }

  private static List<SpanData> spans(String traceId, SpanKind kind) {
    return CapturedSpans.of(traceId).stream().filter(span -> span.getKind() == kind).toList();
  }

  @Test
  void letsATokenPassThatGrantsTheScopeAndNoOther() throws Exception {
    try (RunningGateway gateway = gateway(1_000)) {
      TestClient client = TestClient.of(gateway.port());

      Answer read = client.get("/a");
      Answer nobody = post(client, "");
      Answer customer = post(client, issuer.token(Instant.now(), "users:read"));
      Answer admin = post(client, issuer.token(Instant.now(), "catalog:write"));
      Answer stale = client.get("/a", "Authorization", "Bearer a.b.c");

      assertThat(read.body()).isEqualTo("127.0.0.1 0");
      assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(nobody.status()).isEqualTo(401);
      assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"vitrine\"");
      assertThat(customer.status()).as(customer.body()).isEqualTo(403);
      assertThat(admin.body()).isEqualTo("127.0.0.1 5");
      assertThat(stale.status()).isEqualTo(401);
    }
  }

  @Test
  void limitsTheRateAndGoesOnCountingOverAReload() throws Exception {
    try (RunningGateway gateway = gateway(3)) {
      TestClient client = TestClient.of(gateway.port());
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/a").status()).isEqualTo(200);
      }
      assertThat(client.get("/a").status()).isEqualTo(429);

      Files.writeString(file, Files.readString(file) + "  - {path: /b, upstream: a}\n");
      await().until(() -> client.get("/b").status() == 200);

      assertThat(client.get("/a").status()).isEqualTo(429);
      assertThat(gateway.metric("gateway.rate.limited", "route", "/a")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a;x=1", "/a;", "/a%3Bx", "/a%3bx=1", "/%61;x", "/a;x/more"})
  void isNotPassedByParametersOfThePath(String target) throws Exception {
    Map<String, String> routes =
        Map.of(
            "VITRINE_ROUTES",
            "[{path: /, upstream: a}, {path: /a, upstream: a,"
                + " protection: {rate-limit: {requests: 1, per: 1d}}}]");
    try (RunningGateway gateway = RunningGateway.with(routes, upstream.port())) {
      String other = RawClient.exchange(gateway.port(), get("/b;a"));
      String first = RawClient.exchange(gateway.port(), get("/a"));

      String second = RawClient.exchange(gateway.port(), get(target));

      assertThat(other).startsWith("HTTP/1.1 200 ");
      assertThat(first).startsWith("HTTP/1.1 200 ");
      assertThat(second).startsWith("HTTP/1.1 429 ");
      assertThat(gateway.metric("gateway.rate.limited", "route", "/a")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a;x=1?y;z", "/a%3Bx", "/a;x/b;y"})
  void leavesTheParametersOfThePathToTheUpstream(String target) throws Exception {
    try (RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), get(target));

      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nX-Target: " + target + "\r\n");
    }
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  }

  @Test
  void answersABodyThatComesTooSlowlyWith408() throws Exception {
    Map<String, String> slow =
        Map.of(
            "VITRINE_EDGE_LIMITS_BODY_GRACE", "200ms", "VITRINE_EDGE_LIMITS_MIN_BODY_RATE", "1000");
    try (RunningGateway gateway = RunningGateway.with(slow, upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nslow");

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .contains("urn:vitrine:problem:request-timeout", "X-Content-Type-Options: nosniff");
    }
  }

  @Test
  void protectsTheAnswerToAHeadThatComesTooSlowlyLikeAnyOther() throws Exception {
    Map<String, String> slow = Map.of("VITRINE_EDGE_LIMITS_HEAD_TIMEOUT", "200ms");
    try (RunningGateway gateway = RunningGateway.with(slow, upstream.port())) {
      String first = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\nHost");
      String later;
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("127.0.0.1 0");
        later = client.send("GET /a HTTP/1.1\r\nHost").readToEnd();
      }

      assertThat(List.of(first, later))
          .allSatisfy(answer ->
              assertThat(answer)
                  .startsWith("HTTP/1.1 408 ")
                  .contains(
                      "\r\nContent-Type: application/problem+json\r\n",
                      "\r\nX-Content-Type-Options: nosniff\r\n",
                      "\r\nReferrer-Policy: no-referrer\r\n",
                      "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
                      "\r\nContent-Security-Policy: default-src 'none'"));
    }
  }

  @Test
  void letsABodyComeSlowlyWhereExchangesAreMeantToLast() throws Exception {
    Map<String, String> slow =
        Map.of(
            "VITRINE_EDGE_LIMITS_BODY_GRACE", "200ms",
            "VITRINE_EDGE_LIMITS_MIN_BODY_RATE", "1000",
            "VITRINE_ROUTES",
                "[{path: /a, upstream: a}, {path: /s, upstream: a, streaming: true}]");
    String post =
        "POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\nslow";
    try (RunningGateway gateway = RunningGateway.with(slow, upstream.port());
        RawClient lasting = new RawClient(gateway.port());
        RawClient other = new RawClient(gateway.port())) {
      lasting.send(post.formatted("s"));
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 1);
      String ended = other.send(post.formatted("a")).readToEnd();

      String answer = lasting.send(" body").readToEnd();

      assertThat(ended).startsWith("HTTP/1.1 408 ");
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("127.0.0.1 9");
    }
  }

  @Test
  void tellsTheUpstreamOfTheClientThatATrustedProxyNames() throws Exception {
    Map<String, String> trusting = Map.of("VITRINE_EDGE_PROXIES_TRUSTED", "[127.0.0.0/8]");
    try (RunningGateway gateway = RunningGateway.with(trusting, upstream.port())) {
      Answer answer =
          TestClient.of(gateway.port()).get("/a", "X-Forwarded-For", "6.6.6.6, 192.0.2.7");

      assertThat(answer.body()).isEqualTo("192.0.2.7, 127.0.0.1 0");
    }
  }

  @Test
  void refusesARouteThatRequiresTokensNobodyCanVerify() throws Exception {
    Map<String, String> environment =
        Map.of(
            "VITRINE_ROUTES",
            "[{path: /a, upstream: a, protection: {access: {mode: authenticated}}}]");

    assertThatThrownBy(() -> RunningGateway.with(environment, upstream.port()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("edge.tokens: missing");
  }

  private static Answer post(TestClient client, String token) throws Exception {
    return token.isEmpty()
        ? client.send("POST", "/a", BodyPublishers.ofString("hello"))
        : client.send(
            "POST", "/a", BodyPublishers.ofString("hello"), "Authorization", "Bearer " + token);
  }

  private RunningGateway gateway(int requests) throws Exception {
    Files.writeString(
        file,
        """
        edge:
          tokens:
            issuer: https://issuer.test
            audience: vitrine
            jwks-upstream: a
            jwks-path: /keys
            leeway: 60s
            refresh: 5m
            refresh-at-most: 10s
        upstreams:
          a:
            endpoints: [{address: "127.0.0.1:%d"}]
        routes:
          - path: /a
            upstream: a
            protection:
              access: {mode: authenticated, scopes: [catalog:write], public-methods: [GET]}
              rate-limit: {requests: %d, per: 1h}
        """
            .formatted(upstream.port(), requests));
    return RunningGateway.with(
        Map.of("VITRINE_CONFIG", file.toString(), "OTEL_TRACES_SAMPLER", "always_on"));
  }
}
