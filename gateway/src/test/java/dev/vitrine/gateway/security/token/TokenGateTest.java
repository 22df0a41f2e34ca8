package dev.vitrine.gateway.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.token.AccessConfig.Mode;
import dev.vitrine.gateway.time.Clocks;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenGateTest {
  private static final AccessConfig CATALOG =
      new AccessConfig(Mode.AUTHENTICATED, List.of("catalog:write"), List.of("GET", "HEAD"));

  private final AtomicInteger fetches = new AtomicInteger();
  private volatile Future<Buffer> published = Future.failedFuture("nothing yet");
  private volatile Duration later = Duration.ZERO;
  private Issuer issuer;
  private Vertx vertx;
  private TokenVerification verification;
  private EdgeServer server;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    issuer = Issuer.es256("k1");
    published = Future.succeededFuture(Issuer.jwks(issuer));
    vertx = Vertx.vertx();
    verification =
        TokenVerification.of(
            vertx,
            TokenVerifierTest.CONFIG,
            () -> {
              fetches.incrementAndGet();
              return published;
            },
            new Clocks(InstantSource.system(), () -> System.nanoTime() + later.toNanos()),
            OpenTelemetry.noop());
    server = EdgeServer.with(new HttpServerOptions().setMaxHeaderSize(16_384), this::routes);
    client = server.client();
  }

  @AfterEach
  void stop() throws Exception {
    verification.stop();
    server.close();
    TestTelemetry.await(vertx.close());
  }

  private void routes(Router router) {
    gate(router, "/catalog", CATALOG);
    gate(router, "/public", new AccessConfig(Mode.PUBLIC, List.of(), List.of()));
    gate(router, "/mine", new AccessConfig(Mode.AUTHENTICATED, List.of(), List.of()));
  }

  private void gate(Router router, String path, AccessConfig access) {
    router
        .route(path)
        .handler(verification.gate(access).orElseThrow())
        .handler(ctx -> {
          String subject = TokenGate.tokenOf(ctx).map(VerifiedToken::subject).orElse("somebody");
          ctx.request().body().onSuccess(body -> ctx.response().end(subject + " " + body.length()));
          ctx.request().resume();
        });
  }

  @Test
  void letsReadsPassWithoutTokenAndWritesWithTheScopeOnly() throws Exception {
    TestTelemetry.await(verification.start());

    Answer read = client.get("/catalog");
    Answer write = post("/catalog", "");
    Answer customer = post("/catalog", issuer.token(Instant.now(), "users:read"));
    Answer admin = post("/catalog", issuer.token(Instant.now(), "users:read catalog:write"));

    assertThat(read.body()).isEqualTo("somebody 0");
    assertThat(write.status()).isEqualTo(401);
    assertThat(write.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"vitrine\"");
    assertThat(write.json().path("type").asText()).isEqualTo("urn:vitrine:problem:token-required");
    assertThat(customer.status()).isEqualTo(403);
    assertThat(customer.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"vitrine\", error=\"insufficient_scope\", scope=\"catalog:write\"");
    assertThat(admin.body()).isEqualTo("42 3");
  }

  @Test
  void refusesAnInvalidTokenEvenWhereNoneIsRequired() throws Exception {
    Answer expired = get("/public", issuer.token(Instant.now().minusSeconds(3600), ""));
    Answer none = client.get("/public");
    Answer other = client.get("/public", "Authorization", "Basic YTpi");

    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"vitrine\", error=\"invalid_token\","
                + " error_description=\"The token has expired.\"");
    assertThat(none.body()).isEqualTo("somebody 0");
    assertThat(other.body()).isEqualTo("somebody 0");
  }

  @Test
  void waitsForTheKeysThatATokenNeedsAndLosesNoByteOfTheBody() throws Exception {
    client.get("/mine", "Authorization", "Bearer " + issuer.token(Instant.now(), ""));
    Issuer next = Issuer.ed25519("k2");
    published = server.vertx().timer(100).map(timer -> Issuer.jwks(issuer, next));
    later = Duration.ofSeconds(10);

    Answer answer = post("/mine", next.token(Instant.now(), ""));

    assertThat(answer.body()).isEqualTo("42 3");
    assertThat(fetches.get()).isEqualTo(2);
  }

  @Test
  void doesNotFetchForEachTokenThatMakesUpAKey() throws Exception {
    for (int i = 0; i < 50; i++) {
      Answer answer = get("/mine", Issuer.es256("made-up-" + i).token(Instant.now(), ""));

      assertThat(answer.status()).isEqualTo(401);
    }

    assertThat(fetches.get()).isEqualTo(1);
  }

  @Test
  void saysThatItIsNotTheClientsFaultWhereThereAreNoKeys() throws Exception {
    published = Future.failedFuture("connection refused");
    String token = issuer.token(Instant.now(), "");

    Answer required = get("/mine", token);
    Answer open = get("/public", token);

    assertThat(required.status()).isEqualTo(503);
    assertThat(required.header("Retry-After")).isEqualTo("1");
    assertThat(required.json().path("type").asText())
        .isEqualTo("urn:vitrine:problem:token-keys-unavailable");
    assertThat(open.body()).isEqualTo("somebody 0");
  }

  @Test
  void answersEveryBrokenFieldWith400Or401() throws Exception {
    String good = issuer.token(Instant.now(), "");
    for (String field :
        new String[] {
          "Authorization: Bearer",
          "Authorization: Bearer ",
          "Authorization: Bearer a b",
          "Authorization: Bearer a,b",
          "Authorization: Bearer " + good + " x",
          "Authorization: Bearer \u00ff\u00fe",
          "Authorization: bearer a.b.c",
          "Authorization: BEARER " + good.substring(1),
          "Authorization: Bearer " + "A".repeat(9_000),
          "Authorization: Bearer ====",
          "Authorization: Bearer " + good + "\r\nAuthorization: Bearer " + good,
          "Authorization: Bearer " + good + "\r\nauthorization: Basic YTpi"
        }) {
      String request = "GET /public HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + field;

      String answer = client.exchange((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));

      assertThat(answer).as("%.60s", field).matches("(?s)HTTP/1.1 40[01] .*");
      assertThat(answer).contains("WWW-Authenticate: Bearer realm=\"vitrine\", error=");
    }
  }

  private Answer get(String path, String token) throws Exception {
    return client.get(path, "Authorization", "Bearer " + token);
  }

  private Answer post(String path, String token) throws Exception {
    return token.isEmpty()
        ? client.send("POST", path, BodyPublishers.ofString("abc"))
        : client.send(
            "POST", path, BodyPublishers.ofString("abc"), "Authorization", "Bearer " + token);
  }
}
