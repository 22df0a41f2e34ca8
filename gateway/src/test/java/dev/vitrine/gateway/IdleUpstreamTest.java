package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is made of an exchange that the gateway ends as nothing moves on its connection. */
@ExtendWith(VertxExtension.class)
class IdleUpstreamTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: shop.example\r\n\r\n";
  private static final String EVENTS =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/event-stream\r
      Transfer-Encoding: chunked\r
      \r
      6\r
      data:
      \r
      """;
  private static final Buffer PIECE = Buffer.buffer(new byte[1 << 20]);
  private static final int PIECES = 64;

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void isNoFaultOfAnEndpointThatHasNothingToTell() throws Exception {
    try (RawServer one = RawServer.answering(vertx, EVENTS);
        RawServer other = RawServer.answering(vertx, EVENTS);
        RunningGateway gateway = patient("100ms", one, other)) {

      for (int i = 1; i <= 6; i++) {
        int sofar = i;
        read(gateway);
        await().until(() -> attempts(gateway, "idle-timeout") == sofar);
      }

      assertThat(requests(gateway, "idle-timeout")).isEqualTo(6);
      assertThat(attempts(gateway, "upstream-broke-off")).isZero();
      assertThat(gateway.metric("gateway.ejections")).isZero();
    }
  }

  @Test
  void isNoFaultOfAnEndpointThatHasNothingToTellByHttp2() throws Exception {
    FrameServer.Script events =
        (request, connection) ->
            connection.send(
                "HEADERS stream=%1$d\n:status: 200\ncontent-type: text/event-stream\n\nDATA stream=%1$d\ndata:"
                    .formatted(request.stream()));
    try (FrameServer one = new FrameServer(events);
        FrameServer other = new FrameServer(events);
        RunningGateway gateway =
            RunningGateway.with(
                variables("100ms", Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c")),
                one.port(),
                other.port())) {

      for (int i = 1; i <= 6; i++) {
        int sofar = i;
        read(gateway);
        await().until(() -> attempts(gateway, "idle-timeout") == sofar);
      }

      assertThat(gateway.metric("gateway.ejections")).isZero();
    }
  }

  @Test
  void isNoFaultOfAnEndpointWhoseAnswerNobodyReads() throws Exception {
    try (RawServer one = new RawServer(vertx, IdleUpstreamTest::flood);
        RawServer other = new RawServer(vertx, IdleUpstreamTest::flood);
        RunningGateway gateway = patient("500ms", one, other)) {

      for (int i = 1; i <= 3; i++) {
        int sofar = i;
        try (RawClient stalled = new RawClient(gateway.port())) {
          stalled.send(GET);
          await().until(() -> attempts(gateway, "idle-timeout") == sofar);
        }
      }

      assertThat(attempts(gateway, "upstream-broke-off")).isZero();
      assertThat(gateway.metric("gateway.ejections")).isZero();
    }
  }

  @Test
  void isTheFaultOfAnEndpointThatStillBreaksOffItself() throws Exception {
    RawServer breaking =
        new RawServer(
            vertx, (text, socket) -> socket.write(EVENTS).onComplete(written -> socket.close()));
    try (breaking;
        RunningGateway gateway = patient("10s", breaking)) {

      read(gateway);

      await().until(() -> attempts(gateway, "upstream-broke-off") == 1);
    }
  }

  @Test
  void isTheFaultOfAClientThatDoesNotSendWhatItHasBegun() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = patient("200ms", upstream)) {

      String answer =
          RawClient.exchange(
              gateway.port(),
              "POST /a HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 10\r\n\r\nhalf");

      assertThat(answer).startsWith("HTTP/1.1 408");
      assertThat(gateway.metric("http.client.request.duration", "error.type", "content-too-slow"))
          .isEqualTo(1);
      assertThat(gateway.metric("gateway.ejections")).isZero();
    }
  }

  @Test
  void isTheFaultOfAnEndpointThatDoesNotAnswer() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = patient("200ms", upstream)) {

      String answer =
          RawClient.exchange(
              gateway.port(),
              "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 504").contains("response-timeout");
    }
  }

  /** More than all that is between a client and an upstream can hold. */
  private static void flood(String text, NetSocket socket) {
    if (text.endsWith("\r\n\r\n")) {
      socket
          .write("HTTP/1.1 200 OK\r\nContent-Length: " + PIECES * PIECE.length() + "\r\n\r\n")
          .onSuccess(head -> {
            for (int i = 0; i < PIECES; i++) {
              socket.write(PIECE);
            }
          });
    }
  }

  /** One failure would eject; exchanges are meant to last. */
  private static RunningGateway patient(String idle, RawServer... upstreams) throws Exception {
    Integer[] ports = Arrays.stream(upstreams).map(RawServer::port).toArray(Integer[]::new);
    return RunningGateway.with(variables(idle, Map.of()), ports);
  }

  private static Map<String, String> variables(String idle, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("VITRINE_UPSTREAM_DEFAULTS_CLIENT_IDLE_TIMEOUT", idle);
    variables.put("VITRINE_ROUTE_DEFAULTS_HEAD_TIMEOUT", idle);
    variables.put("VITRINE_UPSTREAM_DEFAULTS_EJECTION_BAD_ANSWERS", "1");
    variables.put("VITRINE_ROUTE_DEFAULTS_STREAMING", "true");
    return variables;
  }

  /** Until the gateway closes, in whatever way. */
  private static void read(RunningGateway gateway) throws IOException {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET).readUntil("data:");
      client.readToEnd();
    } catch (SocketException reset) {
      // That is one way to say it.
    }
  }

  private static double requests(RunningGateway gateway, String error) {
    return gateway.metric("http.server.request.duration", "error.type", error);
  }

  private static double attempts(RunningGateway gateway, String error) {
    return gateway.metric("http.client.request.duration", "error.type", error);
  }
}
