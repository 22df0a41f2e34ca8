package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** For how long an idle connection is good enough for what cannot be sent again. */
@ExtendWith(VertxExtension.class)
class TrustedConnectionsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void isWhatIsConfiguredForItsUpstream() throws Exception {
    try (RawServer wary = RawServer.answering(vertx, OK);
        RawServer trusting = RawServer.answering(vertx, OK);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_EVENT_LOOPS",
                    "1",
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE",
                    "1h",
                    "VITRINE_UPSTREAMS",
                    "{a: {endpoints: [{address: '127.0.0.1:%d'}], client: {trusted-idle: 1s}},"
                            .formatted(wary.port())
                        + " b: {endpoints: [{address: '127.0.0.1:%d'}], client: {trusted-idle: 1h}}}"
                            .formatted(trusting.port()),
                    "VITRINE_ROUTES",
                    "[{path: /a, upstream: a}, {path: /b, upstream: b}]"))) {

      post(gateway, "/b");
      // Twice, so that the other had time enough to be closed as well.
      for (int i = 1; i <= 2; i++) {
        int sofar = i;
        post(gateway, "/a");
        await().until(() -> wary.closedConnections() == sofar);
      }
      post(gateway, "/b");

      assertThat(trusting.connections()).isEqualTo(1);
    }
  }

  private static void post(RunningGateway gateway, String path) throws Exception {
    String head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    assertThat(RawClient.exchange(gateway.port(), head + "Content-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }
}
