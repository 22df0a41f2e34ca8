package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.testing.CapturedLogs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to upstreams: none is lost, none is used that is just being closed. */
@ExtendWith(VertxExtension.class)
class ConnectionsIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String CLOSE = "Host: shop.example\r\nConnection: close\r\n\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
    CapturedLogs.install();
  }

  @Test
  @EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
  void acceptance6_meetsNoConnectionThatIsJustBeingClosed() throws Exception {
    int clients = 500;
    int requests = 20;
    Random random = new Random(6);
    Set<Integer> statuses = new ConcurrentSkipListSet<>();
    try (EdgeServer upstream =
            EdgeServer.with(
                new HttpServerOptions().setIdleTimeout(5).setIdleTimeoutUnit(TimeUnit.SECONDS),
                router -> router.route().handler(ctx -> ctx.response().end("ok")));
        RunningGateway gateway = RunningGateway.before(upstream.port())) {
      HttpClient client = client(HttpVersion.HTTP_1_1, clients);

      int answered = 0;
      for (int round = 0; round < requests; round++) {
        List<Future<Integer>> asked =
            IntStream.range(0, clients)
                .mapToObj(i -> ask(client, gateway, i % 2 == 0 ? HttpMethod.GET : HttpMethod.POST))
                .toList();
        for (Future<Integer> status : asked) {
          statuses.add(status.await(30, TimeUnit.SECONDS));
          answered++;
        }
        // All of these connections are idle for as long.
        vertx.timer(4_000 + random.nextInt(2_000), TimeUnit.MILLISECONDS).await();
      }

      assertThat(answered).isEqualTo(clients * requests);
      assertThat(statuses).containsExactly(200);
      client.close().await();
    }
  }

  @Test
  void acceptance7_leasesNothingForWhatWasResetWhileItWaited() throws Exception {
    AtomicBoolean silent = new AtomicBoolean(true);
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (!silent.get() && text.endsWith("\r\n\r\n")) {
                    socket.write(OK);
                  }
                });
        RunningGateway gateway = RunningGateway.with(twoConnections(), upstream.port())) {
      // A connection each: whoever resets hundreds of streams of one is sent away.
      for (int round = 0; round < 200; round++) {
        HttpClient client = client(HttpVersion.HTTP_2, 1);
        List<HttpClientRequest> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          waiting.add(open(client, gateway));
        }
        await().pollInterval(Duration.ofMillis(1)).until(() -> inFlight(gateway) == 50);
        waiting.forEach(HttpClientRequest::reset);
        await().pollInterval(Duration.ofMillis(1)).until(() -> inFlight(gateway) == 0);
        client.close().await(5, TimeUnit.SECONDS);
      }
      HttpClient client = client(HttpVersion.HTTP_2, 1);
      silent.set(false);
      List<Future<Integer>> after =
          IntStream.range(0, 50).mapToObj(i -> ask(client, gateway, HttpMethod.GET)).toList();

      for (Future<Integer> status : after) {
        assertThat(status.await(10, TimeUnit.SECONDS)).isEqualTo(200);
      }
      assertThat(upstream.connections() - upstream.closedConnections()).isLessThanOrEqualTo(2);
      await().until(() -> inFlight(gateway) == 0);
      client.close().await();
    }
    assertThat(CapturedLogs.text()).as("what clients do is no error").doesNotContain("ERROR");
  }

  @Test
  void callsItNoErrorThatAClientBreaksOff() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.with(twoConnections(), upstream.port())) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        client
            .getOutputStream()
            .write("GET /a HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
        client.setSoLinger(true, 0); // closes by a reset
      }

      String next = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(next).startsWith("HTTP/1.1 200");
    }
    assertThat(CapturedLogs.text()).doesNotContain("ERROR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n", ""})
  void callsItNoErrorThatAClientLeavesWithinAnAnswer(String framing) throws Exception {
    try (RawServer upstream =
            RawServer.answering(vertx, "HTTP/1.1 200 OK\r\n" + framing + "\r\n4\r\nhalf");
        RunningGateway gateway = RunningGateway.with(twoConnections(), upstream.port())) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("half");
      }

      await().until(() -> inFlight(gateway) == 0 && upstream.closedConnections() == 1);
    }
    assertThat(CapturedLogs.text()).doesNotContain("ERROR");
  }

  @Test
  void acceptance7_readsACapitalChunkedLikeAnyOther() throws Exception {
    String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n" + chunk.repeat(32) + "0\r\n\r\n";
    try (RawServer upstream = RawServer.answering(vertx, answer);
        RunningGateway gateway = RunningGateway.with(twoConnections(), upstream.port())) {

      for (int i = 0; i < 20; i++) {
        String read = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

        assertThat(read).startsWith("HTTP/1.1 200");
        assertThat(read.chars().filter(c -> c == 'x').count()).isEqualTo(32 * 0x8000);
      }
      await().until(() -> inFlight(gateway) == 0);
      assertThat(upstream.connections() - upstream.closedConnections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void acceptance8_addsAtMostAFifthToTheLoadOfAnUpstreamThatOnlyRefuses() throws Exception {
    int offered = 1_000;
    String refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    try (RawServer one = RawServer.answering(vertx, refusal);
        RawServer other = RawServer.answering(vertx, refusal);
        // Ejection would spare it sooner; here it is the budget alone that does.
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_EJECTION_BAD_ANSWERS", "0"),
                one.port(),
                other.port());
        ExecutorService clients = Executors.newFixedThreadPool(20)) {
      List<java.util.concurrent.Future<String>> answers =
          IntStream.range(0, offered)
              .mapToObj(i ->
                  clients.submit(
                      () -> RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE)))
              .toList();

      for (java.util.concurrent.Future<String> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("HTTP/1.1 503");
      }
      int received = heads(one) + heads(other);
      assertThat(received)
          .as("requests that the upstream got")
          .isBetween(offered + 3, (int) (1.2 * offered) + 3);
    }
  }

  private static HttpClientRequest open(HttpClient client, RunningGateway gateway)
      throws TimeoutException {
    HttpClientRequest request =
        client.request(options(gateway, HttpMethod.GET)).await(5, TimeUnit.SECONDS);
    request.exceptionHandler(reset -> {});
    request.end();
    return request;
  }

  private static Map<String, String> twoConnections() {
    return Map.of(
        "VITRINE_EVENT_LOOPS", "1", "VITRINE_UPSTREAM_DEFAULTS_CLIENT_MAX_CONNECTIONS", "2");
  }

  private static int heads(RawServer server) {
    return server.received().split("GET /a HTTP/1.1", -1).length - 1;
  }

  private static double inFlight(RunningGateway gateway) {
    return gateway.metric("gateway.upstream.in_flight");
  }

  private static Future<Integer> ask(HttpClient client, RunningGateway gateway, HttpMethod method) {
    return client
        .request(options(gateway, method))
        .compose(HttpClientRequest::send)
        .compose(response -> response.body().map(body -> response.statusCode()));
  }

  private static RequestOptions options(RunningGateway gateway, HttpMethod method) {
    return new RequestOptions()
        .setMethod(method)
        .setHost("127.0.0.1")
        .setPort(gateway.port())
        .setURI("/a")
        .setTimeout(PATIENCE.toMillis());
  }

  private static HttpClient client(HttpVersion version, int connections) {
    return vertx.createHttpClient(
        new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false),
        new PoolOptions().setHttp1MaxSize(connections).setHttp2MaxSize(connections));
  }
}
