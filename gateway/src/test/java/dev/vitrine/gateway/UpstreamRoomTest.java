package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint to which no more requests go at once, and one that cannot be reached: two things. */
@ExtendWith(VertxExtension.class)
class UpstreamRoomTest {
  private static final String GET =
      "GET /a HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
  private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  /** Without a value: nine bytes of a frame's head (RFC 9113, sections 4.1 and 6.5). */
  private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void opensAsManyConnectionsOfHttp2AsTheRequestsNeed() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (Endpoint endpoint = new Endpoint(2);
        RunningGateway gateway = before("h2c", Map.of(), endpoint)) {
      for (int i = 0; i < 5; i++) {
        clients.add(new RawClient(gateway.port()).send(GET));
      }
      await().until(() -> endpoint.held.size() == 5);
      endpoint.answerAll();

      for (RawClient client : clients) {
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        client.close();
      }
      assertThat(endpoint.connections).hasValueBetween(3, 5);
    }
  }

  @Test
  void closesTheConnectionsOfHttp2ThatAreNotNeededAnyMore() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (Endpoint endpoint = new Endpoint(1);
        RunningGateway gateway =
            before("h2c", Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "1s"), endpoint)) {
      for (int i = 0; i < 3; i++) {
        clients.add(new RawClient(gateway.port()).send(GET));
      }
      await().until(() -> endpoint.held.size() == 3);
      endpoint.answerAll();
      for (RawClient client : clients) {
        client.readToEnd();
        client.close();
      }

      await().until(() -> gateway.metric("http.client.open_connections") == 0);
      assertThat(endpoint.connections).hasValue(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http1", "h2c"})
  void isNoFailureOfAnEndpointThatIsFull(String protocol) throws Exception {
    try (Endpoint one = new Endpoint(1);
        Endpoint other = new Endpoint(1);
        RunningGateway gateway =
            before(
                protocol,
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_MAX_CONNECTIONS", "1",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_MAX_H2C_CONNECTIONS", "1",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT", "500ms"),
                one,
                other);
        RawClient first = new RawClient(gateway.port());
        RawClient second = new RawClient(gateway.port())) {
      await().until(() -> ready(gateway) == 2);
      first.send(GET);
      await().until(() -> one.held.size() + other.held.size() == 1);
      second.send(GET);
      await().until(() -> one.held.size() == 1 && other.held.size() == 1);

      String answer = RawClient.exchange(gateway.port(), GET);
      String upstreams = gateway.management().get("/upstreams").body();
      one.answerAll();
      other.answerAll();

      assertThat(answer)
          .startsWith("HTTP/1.1 503")
          .contains("urn:vitrine:problem:pool-overflow", "\"reason\":\"pool-overflow\"");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\nretry-after: 1\r\n");
      assertThat(gateway.metric("gateway.retries", "reason", "pool-overflow")).isEqualTo(1);
      assertThat(gateway.metric("gateway.ejections")).isZero();
      assertThat(upstreams).doesNotContain("could not connect");
      assertThat(ready(gateway)).isEqualTo(2);
      assertThat(first.readToEnd()).startsWith("HTTP/1.1 200");
      assertThat(second.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http1", "h2c"})
  void isAnotherThingThanAnEndpointThatTakesNoConnection(String protocol) throws Exception {
    try (BlackHole endpoint = new BlackHole();
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", protocol,
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT", "200ms",
                    "VITRINE_ROUTE_DEFAULTS_HOLD", "0s"),
                endpoint.port())) {

      String answer = RawClient.exchange(gateway.port(), GET);

      assertThat(answer).startsWith("HTTP/1.1 504").contains("connect-timeout");
      assertThat(gateway.metric("http.client.request.duration", "error.type", "connect-timeout"))
          .isEqualTo(1);
    }
  }

  /** Vert.x (5.0.12) has lost sight of it by then. */
  @Test
  void closesAConnectionOfHttp2ThatComesWhenNobodyWaitsForItAnyMore() throws Exception {
    try (RawServer late = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT", "200ms",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "1s",
                    "VITRINE_ROUTE_DEFAULTS_HOLD", "0s"),
                late.port())) {

      String answer = RawClient.exchange(gateway.port(), GET);
      int closed = late.closedConnections();
      late.writeToAll(SETTINGS);

      assertThat(answer).startsWith("HTTP/1.1 504").contains("connect-timeout");
      assertThat(closed).isZero();
      await().until(() -> late.closedConnections() == late.connections());
    }
  }

  private static double ready(RunningGateway gateway) {
    return gateway.metric("gateway.upstream.endpoints", "state", "ready");
  }

  private static RunningGateway before(
      String protocol, Map<String, String> more, Endpoint... endpoints) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      addresses.add(
          "{address: '127.0.0.1:%d', management: '127.0.0.1:%d'}"
              .formatted(endpoint.server.actualPort(), endpoint.management.port()));
    }
    Map<String, String> variables = new HashMap<>(more);
    variables.put("VITRINE_UPSTREAMS", "{a: {endpoints: " + addresses + "}}");
    variables.put("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", protocol);
    variables.put("VITRINE_UPSTREAM_DEFAULTS_EJECTION_CONNECT_FAILURES", "1");
    variables.put("VITRINE_UPSTREAM_DEFAULTS_PROBE_FALL", "1");
    variables.put("VITRINE_EVENT_LOOPS", "1");
    return RunningGateway.with(variables);
  }

  /** Takes so many requests of HTTP/2 at once on a connection, and answers when it is told to. */
  private static final class Endpoint implements AutoCloseable {
    private final AtomicInteger connections = new AtomicInteger();
    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    private final RawServer management = RawServer.answering(vertx, WELL);
    private final HttpServer server;

    Endpoint(int streams) throws Exception {
      HttpServerOptions options =
          new HttpServerOptions()
              .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(streams))
              .setHost("127.0.0.1")
              .setPort(0);
      server =
          vertx
              .createHttpServer(options)
              .connectionHandler(connection -> connections.incrementAndGet())
              .requestHandler(held::add)
              .listen()
              .await(5, TimeUnit.SECONDS);
    }

    void answerAll() {
      held.forEach(request -> request.response().end("ok"));
    }

    @Override
    public void close() throws TimeoutException {
      management.close();
      server.close().await(5, TimeUnit.SECONDS);
    }
  }
}
