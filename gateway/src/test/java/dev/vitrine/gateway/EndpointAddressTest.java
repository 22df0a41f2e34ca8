package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the address of an endpoint is written, the connections to it are known as its own. */
@ExtendWith(VertxExtension.class)
class EndpointAddressTest {
  private static final String GET =
      "GET /a HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
  private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  /** Idle connections stay for longer than anybody waits here. */
  private static final Map<String, String> LASTING =
      Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "1m");

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  /** Where an endpoint is, and how a configuration may say so. */
  static Stream<Arguments> addresses() {
    return Stream.of(
        Arguments.of("127.0.0.1", "127.0.0.1"),
        Arguments.of("127.0.0.1", "localhost"),
        Arguments.of("127.0.0.1", "[::ffff:127.0.0.1]"),
        Arguments.of("::1", "[::1]"),
        Arguments.of("::1", "[0:0:0:0:0:0:0:1]"));
  }

  /** Not every machine has IPv6. */
  private static void assumeThereIs(String host) {
    assumeThatCode(() -> new ServerSocket(0, 1, InetAddress.ofLiteral(host)).close())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void closesTheConnectionsOfOneThatIsGone(String host, String written) throws Exception {
    assumeThereIs(host);
    RewrittenFile file = RewrittenFile.ofConfiguration(folder);
    try (RawServer gone = new RawServer(vertx, host, (text, socket) -> socket.write(WELL));
        RawServer next = RawServer.answering(vertx, WELL)) {
      file.write(config(written, gone.port()));
      try (RunningGateway gateway = RunningGateway.with(file.watched(LASTING))) {
        String answer = RawClient.exchange(gateway.port(), GET);
        int closed = gone.closedConnections();

        file.write(config("127.0.0.1", next.port()));

        await().until(() -> gone.closedConnections() == 1);
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(closed).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void knowsThatOneIsFull(String host, String written) throws Exception {
    assumeThereIs(host);
    try (RawServer silent = new RawServer(vertx, host, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAMS",
                    upstreams(written, silent.port()),
                    "VITRINE_EVENT_LOOPS",
                    "1",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_MAX_CONNECTIONS",
                    "1",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT",
                    "300ms",
                    "VITRINE_ROUTE_DEFAULTS_HOLD",
                    "0s"));
        RawClient first = new RawClient(gateway.port()).send(GET)) {
      await().until(() -> silent.received().contains("GET /a"));

      String answer = RawClient.exchange(gateway.port(), GET);
      first.hangUp();

      assertThat(answer).startsWith("HTTP/1.1 503").contains("pool-overflow");
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  private static String config(String host, int port) {
    return "upstreams: %s%nroutes: [{path: /a, upstream: a}]".formatted(upstreams(host, port));
  }

  private static String upstreams(String host, int port) {
    return "{a: {endpoints: [{address: '%s:%d'}]}}".formatted(host, port);
  }
}
