package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time of a request is over whatever it waits for: what was not sent by then is not sent. */
@ExtendWith(VertxExtension.class)
class DeadlineTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String CLOSE = "Host: shop.example\r\nConnection: close\r\n\r\n";
  private static final String POST = " HTTP/1.1\r\nContent-Length: 7\r\n" + CLOSE + "content";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http1", "h2c"})
  void endsTheWaitForAConnection(String protocol) throws Exception {
    try (BlackHole one = new BlackHole();
        BlackHole other = new BlackHole();
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", protocol,
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_CONNECT_TIMEOUT", "5s",
                    "VITRINE_UPSTREAM_DEFAULTS_EJECTION_CONNECT_FAILURES", "1",
                    "VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "300ms"),
                one.port(),
                other.port())) {

      String answer = RawClient.exchange(gateway.port(), "POST /a" + POST);

      assertSaysThatItWasNotSent(answer);
      assertThat(gateway.metric("http.client.request.duration", "error.type", "deadline"))
          .isEqualTo(1);
      assertThat(gateway.metric("gateway.retries")).isZero();
      assertThat(gateway.metric("gateway.ejections")).isZero();
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  @Test
  void endsTheWaitForAPlaceButForWhatIsToLast() throws Exception {
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.contains("/stream") && text.endsWith("content")) {
                    socket.write(OK);
                  }
                });
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_ADMISSION_MAX_IN_FLIGHT", "1",
                    "VITRINE_UPSTREAM_DEFAULTS_ADMISSION_QUEUE_TIMEOUT", "9s",
                    "VITRINE_ROUTES",
                        "[{path: /a, upstream: a},"
                            + " {path: /hasty, upstream: a, total-timeout: 200ms},"
                            + " {path: /stream, upstream: a, total-timeout: 10ms, streaming: true}]"),
                upstream.port());
        RawClient first = new RawClient(gateway.port());
        RawClient streaming = new RawClient(gateway.port())) {
      first.send("GET /a HTTP/1.1\r\n" + CLOSE);
      await().until(() -> upstream.received().contains("GET /a "));
      streaming.send("POST /stream" + POST);
      await().until(() -> gateway.metric("gateway.upstream.queued") == 1);

      String answer = RawClient.exchange(gateway.port(), "POST /hasty" + POST);
      double queued = gateway.metric("gateway.upstream.queued");
      upstream.writeToAll(OK);

      assertSaysThatItWasNotSent(answer);
      assertThat(queued).isEqualTo(1);
      assertThat(first.readToEnd()).startsWith("HTTP/1.1 200");
      assertThat(streaming.readToEnd()).startsWith("HTTP/1.1 200");
      assertThat(upstream.received()).contains("POST /stream").doesNotContain("/hasty");
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  /** Where the end of such an answer is a frame of its own, that may not come. */
  @ParameterizedTest
  @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
  void endsTheWaitForTheEndOfAnAnswerWithoutContent(String method, int status) throws Exception {
    try (FrameServer upstream = new FrameServer(headOf(status));
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c",
                    "VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "300ms"),
                upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), method + " /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 504").doesNotContainIgnoringCase("x-head");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("retry-after");
      await().until(() -> upstream.connections().getFirst().resets().equals(List.of("1 CANCEL")));
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
      assertThat(gateway.metric("http.client.request.duration", "error.type", "deadline"))
          .isEqualTo(1);
      assertThat(gateway.metric("http.server.request.duration", "error.type", "deadline"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
  void waitsForTheEndOfAnAnswerWithoutContentThatIsToLast(String method, int status)
      throws Exception {
    try (FrameServer upstream = new FrameServer(headOf(status));
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL",
                    "h2c",
                    "VITRINE_ROUTES",
                    "[{path: /hasty, upstream: a, total-timeout: 300ms},"
                        + " {path: /stream, upstream: a, total-timeout: 10ms, streaming: true}]"),
                upstream.port());
        RawClient streaming = new RawClient(gateway.port())) {
      streaming.send(method + " /stream HTTP/1.1\r\n" + CLOSE);
      await().until(() -> upstream.heads().size() == 1);

      String hasty = RawClient.exchange(gateway.port(), method + " /hasty HTTP/1.1\r\n" + CLOSE);
      upstream.connections().getFirst().send("DATA END_STREAM stream=1");

      assertThat(hasty).startsWith("HTTP/1.1 504");
      assertThat(streaming.readToEnd())
          .startsWith("HTTP/1.1 " + status)
          .containsIgnoringCase("x-head: 1\r\n");
    }
  }

  private static FrameServer.Script headOf(int status) {
    return (request, connection) ->
        connection.send(
            "HEADERS stream=%d\n:status: %d\nx-head: 1\n\n".formatted(request.stream(), status));
  }

  private static void assertSaysThatItWasNotSent(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 504").contains("urn:vitrine:problem:deadline");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\nretry-after: 1\r\n");
  }
}
