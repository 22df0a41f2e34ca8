package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.ClosedPort;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine over real sockets, byte for byte. */
@ExtendWith(VertxExtension.class)
class GatewayProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String HOST = "Host: shop.example\r\n\r\n";
  private static final String CLOSE = "Host: shop.example\r\nConnection: close\r\n\r\n";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void takesWholePathSegmentsOnly() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      List<String> statuses =
          List.of("/a", "/a/", "/a/1?x=y", "/aX", "/", "/b").stream()
              .map(path -> statusOf(gateway, "GET " + path + " HTTP/1.1\r\n" + CLOSE))
              .toList();

      assertThat(statuses).containsExactly("200", "200", "200", "404", "404", "404");
      assertThat(upstream.received()).contains("GET /a/1?x=y HTTP/1.1\r\n");
    }
  }

  @Test
  void sendsOneTraceContextOfItsOwn() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("OTEL_TRACES_SAMPLER", "parentbased_always_on"), upstream.port())) {
      String traceId = "0af7651916cd43dd8448eb211c80319c";
      String spanId = "b7ad6b7169203331";

      String answer =
          RawClient.exchange(
              gateway.port(),
              "GET /a HTTP/1.1\r\nTraceparent: 00-%s-%s-01\r\ntracestate: x=1\r\n"
                      .formatted(traceId, spanId)
                  + CLOSE);

      List<String> sent =
          Pattern.compile("(?im)^traceparent: (\\S+)")
              .matcher(upstream.received())
              .results()
              .map(match -> match.group(1))
              .toList();
      assertThat(sent).hasSize(1);
      assertThat(sent.getFirst()).startsWith("00-" + traceId).doesNotContain(spanId);
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-trace-id: " + traceId);
    }
  }

  @Test
  void endsFieldsThatCgiTakesForTheGatewaysOwn() throws Exception {
    String request =
        String.join(
            "\r\n",
            "GET /a HTTP/1.1",
            "Host: shop.example",
            "Connection: close",
            "X_Forwarded_For: 6.6.6.6",
            "X_Forwarded-Proto: https",
            "x_real_ip: 6.6.6.6",
            "X-Request_Timeout-Ms: 6",
            "Transfer_Encoding: chunked",
            "X_Own_Field: 1",
            "",
            "");
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      RawClient.exchange(gateway.port(), request);

      assertThat(upstream.received().toLowerCase(Locale.ROOT))
          .contains("x-forwarded-for: 127.0.0.1\r\n", "x_own_field: 1\r\n")
          .doesNotContain("6.6.6.6", "x_forwarded", "_timeout", "transfer_encoding");
    }
  }

  @Test
  void endsHopByHopFieldsInBothDirections() throws Exception {
    String answer =
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Connection: X-Secret, keep-alive",
            "X-Secret: 1",
            "Keep-Alive: timeout=9",
            "Proxy-Authenticate: Basic",
            "Trailer: X-T",
            "X-End: 1",
            "Content-Length: 2",
            "",
            "ok");
    String request =
        String.join(
            "\r\n",
            "GET /a HTTP/1.1",
            "Host: shop.example",
            "Connection: close, X-Private",
            "X-Private: 1",
            "Proxy-Connection: keep-alive",
            "Keep-Alive: 1",
            "TE: gzip",
            "Upgrade: example/1",
            "Proxy-Authorization: secret",
            "X-Public: 1",
            "",
            "");
    try (RawServer upstream = RawServer.answering(vertx, answer);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String received = RawClient.exchange(gateway.port(), request);

      assertThat(upstream.received().toLowerCase(Locale.ROOT))
          .contains("x-public: 1")
          .doesNotContain(
              "x-private", "proxy-connection", "keep-alive", "\r\nte:", "upgrade", "secret");
      assertThat(received.toLowerCase(Locale.ROOT))
          .contains("x-end: 1")
          .doesNotContain("x-secret", "timeout=9", "proxy-authenticate", "\r\ntrailer:");
    }
  }

  @Test
  void keepsHostAndTellsWhoAsks() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      RawClient.exchange(
          gateway.port(),
          "GET /a HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nVia: 1.0 other\r\n"
              + CLOSE);

      assertThat(headers(upstream, "host")).containsExactly("shop.example");
      assertThat(headers(upstream, "x-forwarded-for")).containsExactly("127.0.0.1");
      assertThat(headers(upstream, "x-forwarded-host")).containsExactly("shop.example");
      assertThat(headers(upstream, "x-forwarded-proto")).containsExactly("http");
      assertThat(headers(upstream, "via")).containsExactly("1.0 other, 1.1 vitrine");
      assertThat(headers(upstream, "forwarded"))
          .containsExactly("for=127.0.0.1;host=shop.example;proto=http");
    }
  }

  @Test
  void sendsTheOriginFormOfAnAbsoluteTarget() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String status = statusOf(gateway, "GET http://shop.example/a?b=c HTTP/1.1\r\n" + CLOSE);

      assertThat(status).isEqualTo("200");
      assertThat(upstream.received()).startsWith("GET /a?b=c HTTP/1.1\r\n");
    }
  }

  @Test
  void refusesWhatCouldBeReadInTwoWays() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      List<String> statuses =
          List.of(
                  "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n",
                  "GET /a HTTP/1.1\r\nHost: one\r\n" + CLOSE,
                  "GET /a/../b HTTP/1.1\r\n" + CLOSE,
                  "GET /a/%2e%2e/b HTTP/1.1\r\n" + CLOSE,
                  "GET /a%2Fb HTTP/1.1\r\n" + CLOSE,
                  "GET //a HTTP/1.1\r\n" + CLOSE,
                  "GET /a/% HTTP/1.1\r\n" + CLOSE,
                  "GET /a?x=%ff HTTP/1.1\r\n" + CLOSE,
                  "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + CLOSE,
                  "POST /a HTTP/1.1\r\nContent-Length: -1\r\n" + CLOSE,
                  "GET http://other.example/a HTTP/1.1\r\n" + CLOSE,
                  "GET http://shop.example?/a HTTP/1.1\r\n" + CLOSE,
                  "GET /a HTTP/9.9\r\n" + CLOSE,
                  "GET /a XTTP/1.1\r\n" + CLOSE,
                  "GET /a http/1.1\r\n" + CLOSE,
                  "GARBAGE\r\n\r\n",
                  "GET /a HTTP/1.1\r\nBad Header : x\r\n" + CLOSE)
              .stream()
              .map(request -> statusOf(gateway, request))
              .toList();

      assertThat(statuses).containsOnly("400");
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void blamesTheClientForAChunkThatIsNoneAndEndsNothingUpstream() throws Exception {
    String head = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + HOST;
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String atOnce = RawClient.exchange(gateway.port(), head + "zz\r\n");
      String untouched = upstream.received();
      String later = afterOneChunk(gateway, upstream, head);

      assertThat(atOnce).startsWith("HTTP/1.1 400 ").contains("malformed-content");
      assertThat(later).startsWith("HTTP/1.1 400 ").contains("malformed-content");
      assertThat(untouched).isEmpty();
      assertThat(upstream.received()).contains("hello").doesNotContain("\r\n0\r\n");
      await()
          .untilAsserted(
              () -> assertThat(upstream.closedConnections()).isEqualTo(upstream.connections()));
    }
  }

  /** What the gateway answers to a bad chunk when the upstream has a good one already. */
  private static String afterOneChunk(RunningGateway gateway, RawServer upstream, String head)
      throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(head + "5\r\nhello\r\n");
      await().until(() -> upstream.received().contains("hello"));
      return client.send("zz\r\n").readToEnd();
    }
  }

  @Test
  void hasRoomForManyRequestsAtOneEndpoint() throws Exception {
    List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
    HttpServer upstream = serve(waiting::add);
    // However busy the machine is: slowness is not what is tried here.
    Map<String, String> patient =
        Map.of(
            "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT", "30s",
            "VITRINE_UPSTREAM_DEFAULTS_EJECTION_CONNECT_FAILURES", "0");
    try (RunningGateway gateway = RunningGateway.with(patient, upstream.actualPort())) {
      List<RawClient> clients = new CopyOnWriteArrayList<>();

      for (int i = 0; i < 100; i++) {
        clients.add(new RawClient(gateway.port()).send("GET /a HTTP/1.1\r\n" + CLOSE));
      }
      await().untilAsserted(() -> assertThat(waiting).hasSize(100));
      waiting.forEach(request -> request.response().end("ok"));

      for (RawClient client : clients) {
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        client.close();
      }
      await()
          .untilAsserted(() -> assertThat(gateway.metric("gateway.upstream.in_flight")).isZero());
    }
  }

  @Test
  void triesAnotherEndpointWhereOneRefuses() throws Exception {
    try (ClosedPort one = ClosedPort.take();
        ClosedPort other = ClosedPort.take();
        RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway =
            RunningGateway.before(one.number(), other.number(), upstream.port())) {

      List<String> statuses =
          IntStream.range(0, 20)
              .mapToObj(i -> statusOf(gateway, "POST /a HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE))
              .toList();

      assertThat(statuses).containsOnly("200");
    }
  }

  @Test
  void says502WhereEveryEndpointRefuses() throws Exception {
    try (ClosedPort closed = ClosedPort.take();
        RunningGateway gateway = RunningGateway.before(closed.number())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer)
          .startsWith("HTTP/1.1 502")
          .contains("application/problem+json", "urn:vitrine:problem:connection-refused");
    }
  }

  @Test
  void repeatsWhatWasLostOnlyIfItMayBeRepeated() throws Exception {
    AtomicInteger heads = new AtomicInteger();
    try (RawServer breaking =
            new RawServer(
                vertx,
                (text, socket) -> {
                  heads.incrementAndGet();
                  socket.close();
                });
        RunningGateway gateway = RunningGateway.before(breaking.port(), breaking.port())) {

      String lost =
          RawClient.exchange(
              gateway.port(), "POST /a HTTP/1.1\r\nContent-Length: 2\r\n" + CLOSE + "{}");
      int posts = heads.get();

      assertThat(lost).startsWith("HTTP/1.1 502").contains("connection-lost");
      assertThat(posts).isEqualTo(1);
    }
    try (RawServer breaking = new RawServer(vertx, (text, socket) -> socket.close());
        RawServer well = RawServer.answering(vertx, OK);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_RETRY_BUDGET_RESERVE", "20"),
                breaking.port(),
                well.port())) {

      List<String> statuses =
          IntStream.range(0, 20)
              .mapToObj(i -> statusOf(gateway, "GET /a HTTP/1.1\r\n" + CLOSE))
              .toList();

      assertThat(statuses).containsOnly("200");
      assertThat(breaking.connections()).isPositive();
    }
  }

  @Test
  void says504WhereNoAnswerComesInTime() throws Exception {
    try (RawServer silent = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTE_DEFAULTS_HEAD_TIMEOUT", "100ms"), silent.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 504").contains("response-timeout");
      await().untilAsserted(() -> assertThat(silent.closedConnections()).isEqualTo(1));
    }
  }

  @Test
  void breaksOffWhereTheUpstreamDoes() throws Exception {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    String halfChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    for (String answer : List.of(half, halfChunked)) {
      try (RawServer upstream =
              new RawServer(
                  vertx,
                  (text, socket) -> socket.write(answer).onComplete(written -> socket.close()));
          RunningGateway gateway = RunningGateway.before(upstream.port())) {

        String received = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

        assertThat(received).startsWith("HTTP/1.1 200").contains("half");
        assertThat(received).doesNotContain("\r\n0\r\n\r\n");
      }
    }
  }

  @Test
  void letsGoOfTheUpstreamWhenTheClientLeaves() throws Exception {
    try (RawServer silent = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = RunningGateway.before(silent.port())) {

      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET /a HTTP/1.1\r\nHost: shop.example\r\n\r\n");
        await().untilAsserted(() -> assertThat(silent.received()).contains("GET /a"));
      }

      await().untilAsserted(() -> assertThat(silent.closedConnections()).isEqualTo(1));
      await()
          .untilAsserted(() -> assertThat(gateway.metric("gateway.upstream.in_flight")).isZero());
      await()
          .untilAsserted(() ->
              assertThat(
                      gateway.metric(
                          "http.server.request.duration", "http.response.status_code", "499"))
                  .isEqualTo(1));
    }
  }

  @Test
  void leavesAReusedConnectionAloneWhenAClientGoesAfterItsAnswer() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      List<String> statuses =
          IntStream.range(0, 500)
              .mapToObj(i -> statusOf(gateway, "POST /a HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE))
              .toList();

      assertThat(statuses).containsOnly("200");
      assertThat(upstream.closedConnections()).isZero();
      assertThat(upstream.connections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void neverLetsAnAbortedUploadLookWhole() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      try (RawClient client = new RawClient(gateway.port())) {
        client.send(
            "POST /a HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        await().untilAsserted(() -> assertThat(upstream.received()).contains("half"));
      }

      await().untilAsserted(() -> assertThat(upstream.closedConnections()).isEqualTo(1));
      assertThat(upstream.received()).doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void refusesMoreContentThanTheRouteTakes() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTES", "[{path: /a, upstream: a, max-body: 8}]"),
                upstream.port())) {

      String declared =
          statusOf(gateway, "POST /a HTTP/1.1\r\nContent-Length: 9\r\n" + CLOSE + "123456789");
      String counted =
          statusOf(
              gateway,
              "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + CLOSE + "9\r\n123456789\r\n");

      assertThat(List.of(declared, counted)).containsOnly("413");
      assertThat(upstream.received()).doesNotContain("123456789");
    }
  }

  @Test
  void relaysAnAnswerThatComesBeforeTheContentIsRead() throws Exception {
    String tooLarge = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno";
    AtomicReference<NetSocket> unread = new AtomicReference<>();
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (unread.compareAndSet(null, socket)) {
                    socket.pause();
                    socket.write(tooLarge);
                  }
                });
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {

      client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
      for (int i = 0; i < 90; i++) {
        client.send("x".repeat(100_000));
      }

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413").endsWith("no");
      Objects.requireNonNull(unread.get()).resume(); // or it would not notice
      await().untilAsserted(() -> assertThat(upstream.closedConnections()).isEqualTo(1));
      await()
          .untilAsserted(() -> assertThat(gateway.metric("gateway.upstream.in_flight")).isZero());
    }
  }

  @Test
  void neverReusesAConnectionWhoseRequestHasNoEnd() throws Exception {
    HttpServer upstream = serve(request -> request.response().setStatusCode(405).end("no"));
    try (RunningGateway gateway = RunningGateway.before(upstream.actualPort())) {
      String incomplete =
          "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + "x".repeat(50);

      List<String> statuses =
          IntStream.range(0, 20)
              .mapToObj(i -> {
                try (RawClient client = new RawClient(gateway.port())) {
                  client.send(incomplete).readUntil("no");
                  return statusOf(gateway, "POST /a HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE);
                } catch (IOException failure) {
                  return failure.toString();
                }
              })
              .toList();

      assertThat(statuses).containsOnly("405");
    }
  }

  @Test
  void relaysAnswersWithoutContent() throws Exception {
    Map<String, String> answers =
        Map.of(
            "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n",
            "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 42\r\n\r\n",
            "DELETE", "HTTP/1.1 204 No Content\r\n\r\n");
    for (Map.Entry<String, String> entry : answers.entrySet()) {
      try (RawServer upstream = RawServer.answering(vertx, entry.getValue());
          RunningGateway gateway = RunningGateway.before(upstream.port())) {

        String received =
            RawClient.exchange(gateway.port(), entry.getKey() + " /a HTTP/1.1\r\n" + CLOSE);

        assertThat(received).startsWith(entry.getValue().substring(0, 12)).endsWith("\r\n\r\n");
        assertThat(received.contains("ontent-Length: 42") || received.contains("ontent-length: 42"))
            .isEqualTo(!entry.getKey().equals("DELETE"));
        assertThat(received.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
      }
    }
  }

  @Test
  void relaysTrailers() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n";
    try (RawServer upstream = RawServer.answering(vertx, answer);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String received = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(received).endsWith("2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
    }
  }

  @Test
  void asksForContentThatTheClientHoldsBack() throws Exception {
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.endsWith("{}")) {
                    socket.write(OK);
                  }
                });
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {

      client.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + CLOSE);
      String interim = client.readUntil("\r\n\r\n");
      String answer = client.send("{}").readToEnd();

      assertThat(interim).startsWith("HTTP/1.1 100");
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"})
  void sendsTheHeadOfContentThatIsLate(String framing) throws Exception {
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.endsWith("\r\n\r\n")) {
                    socket.write(OK.replace("200 OK", "401 Unauthorized"));
                  }
                });
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {

      String answer = client.send("POST /a HTTP/1.1\r\n" + framing + CLOSE).readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void keepsItsSeriesFewWhateverClientsSend() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {
      statusOf(gateway, "BREW0 /a/x HTTP/1.1\r\n" + CLOSE);
      statusOf(gateway, "BREW0 /x HTTP/1.1\r\n" + CLOSE);
      // A request is measured after its answer is sent.
      await()
          .untilAsserted(
              () -> assertThat(gateway.metric("http.server.request.duration")).isEqualTo(2));
      long before = gateway.series();

      for (int i = 1; i < 200; i++) {
        statusOf(gateway, "BREW%d /a/%d HTTP/1.1\r\n".formatted(i, i) + CLOSE);
        statusOf(gateway, "BREW%d /%d HTTP/1.1\r\n".formatted(i, i) + CLOSE);
      }

      assertThat(gateway.series()).isEqualTo(before);
    }
  }

  @Test
  void asksClientsToLeaveWhileItDrains() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      gateway.readiness().draining();

      String head =
          client.send("GET /a HTTP/1.1\r\nHost: shop.example\r\n\r\n").readUntil("\r\n\r\n");

      assertThat(head.toLowerCase(Locale.ROOT)).contains("connection: close");
    }
  }

  @Test
  void asksClientsOfHttp2ToLeaveAndAnswersThoseWhoStay() throws Exception {
    HttpServer upstream =
        serve(request -> request.body().onSuccess(all -> request.response().end("ok")));
    try (RunningGateway gateway = RunningGateway.before(upstream.actualPort())) {
      HttpClientAgent client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      HttpClientConnection connection =
          client
              .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(gateway.port()))
              .await(5, TimeUnit.SECONDS);
      CompletableFuture<GoAway> told = new CompletableFuture<>();
      connection.goAwayHandler(told::complete);
      HttpClientRequest begun = to(HttpMethod.POST, connection);
      begun.setChunked(true).sendHead().await(5, TimeUnit.SECONDS);
      gateway.readiness().draining();

      int whole = status(to(HttpMethod.GET, connection));
      GoAway goAway = told.get(5, TimeUnit.SECONDS);
      int ended = status(begun);

      assertThat(List.of(whole, ended)).containsOnly(200);
      assertThat(goAway.getErrorCode()).isZero();
      assertThat(goAway.getLastStreamId()).isEqualTo(Integer.MAX_VALUE);
      client.close().await(5, TimeUnit.SECONDS);
    }
  }

  private static HttpClientRequest to(HttpMethod method, HttpClientConnection connection)
      throws TimeoutException {
    return connection
        .request(new RequestOptions().setMethod(method).setURI("/a"))
        .await(5, TimeUnit.SECONDS);
  }

  private static int status(HttpClientRequest request) throws TimeoutException {
    return request.send().map(HttpClientResponse::statusCode).await(5, TimeUnit.SECONDS);
  }

  private static HttpServer serve(Handler<HttpServerRequest> handler) throws Exception {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(handler)
        .listen()
        .await(5, TimeUnit.SECONDS);
  }

  private static List<String> headers(RawServer server, String name) {
    return Pattern.compile("(?imd)^" + name + ": (.*)\r$")
        .matcher(server.received())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String statusOf(RunningGateway gateway, String request) {
    try {
      String answer = RawClient.exchange(gateway.port(), request);
      return Pattern.compile("^HTTP/1\\.[01] (\\d{3}) ")
          .matcher(answer)
          .results()
          .findFirst()
          .map((MatchResult match) -> match.group(1))
          .orElse("no answer: " + answer);
    } catch (IOException failure) {
      return failure.toString();
    }
  }
}
