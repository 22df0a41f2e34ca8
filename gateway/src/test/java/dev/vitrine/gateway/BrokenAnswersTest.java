package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.CapturedSpans;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.SocketException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer whose head is good, and whose end does not come. */
@ExtendWith(VertxExtension.class)
class BrokenAnswersTest {
  private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
  private static final String GET = "GET /a?secret=1 HTTP/1.1\r\nHost: shop.example\r\n\r\n";
  private static final Pattern TRACE_ID = Pattern.compile("\r\nx-trace-id: ([0-9a-f]{32})\r\n");
  private static final String BROKE_OFF = "upstream-broke-off";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
      })
  void isAnErrorOfTheAttempt(String begin) throws Exception {
    try (RawServer upstream = breakingOff(begin);
        RunningGateway gateway =
            RunningGateway.with(Map.of("OTEL_TRACES_SAMPLER", "always_on"), upstream.port())) {

      String answer = get(gateway);
      await().until(() -> requests(gateway, BROKE_OFF) == 1);

      assertThat(answer).startsWith("HTTP/1.1 200").contains("half");
      assertThat(attempts(gateway, BROKE_OFF)).isEqualTo(1);
      assertThat(gateway.metric("http.client.request.duration", "error.type", "")).isZero();
      SpanData attempt = attempt(answer);
      assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(attempt.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(BROKE_OFF);
      assertThat(attempt.getAttributes().get(UrlAttributes.URL_FULL))
          .isEqualTo("http://127.0.0.1:" + upstream.port() + "/a");
    }
  }

  @Test
  void isAnErrorOfTheAttemptWhereTheUpstreamResetsTheStream() throws Exception {
    try (FrameServer upstream = new FrameServer(BrokenAnswersTest::resetWithin);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c"), upstream.port())) {

      String answer = get(gateway);

      assertThat(answer).startsWith("HTTP/1.1 200").contains("half");
      await().until(() -> attempts(gateway, BROKE_OFF) == 1);
    }
  }

  @Test
  void isMadeKnownWhereThereIsNoContentToMissIt() throws Exception {
    try (FrameServer upstream = new FrameServer(BrokenAnswersTest::resetWithin);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c"), upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), GET.replace("GET", "HEAD"));

      assertThat(answer).isEmpty();
      await().until(() -> attempts(gateway, BROKE_OFF) == 1);
    }
  }

  @Test
  void isMadeKnownWhereOnlyTheEndOfTheConnectionEndsIt() throws Exception {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    try (RawServer upstream = breakingOff(chunked);
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET.replace("HTTP/1.1", "HTTP/1.0"));

      Throwable end = catchThrowable(client::readToEnd);

      assertThat(end).isInstanceOf(SocketException.class);
      await().until(() -> attempts(gateway, BROKE_OFF) == 1);
    }
  }

  @Test
  void ejectsAnEndpointThatBreaksItsAnswersOff() throws Exception {
    try (RawServer one = breakingOff(HALF);
        RawServer other = breakingOff(HALF);
        RunningGateway gateway = RunningGateway.before(one.port(), other.port())) {

      for (int i = 1; i <= 9; i++) {
        int sofar = i;
        get(gateway);
        await().until(() -> attempts(gateway, BROKE_OFF) == sofar);
      }

      // After nine, one of the two has failed five times; the last one is never ejected.
      assertThat(gateway.metric("gateway.upstream.endpoints", "state", "ejected")).isEqualTo(1);
      assertThat(gateway.metric("gateway.ejections", "reason", "bad-answers")).isEqualTo(1);
    }
  }

  @Test
  void isNoFaultOfTheEndpointWhereTheClientLeaves() throws Exception {
    try (RawServer one = RawServer.answering(vertx, HALF);
        RawServer other = RawServer.answering(vertx, HALF);
        RunningGateway gateway = RunningGateway.before(one.port(), other.port())) {

      for (int i = 1; i <= 12; i++) {
        int sofar = i;
        try (RawClient client = new RawClient(gateway.port())) {
          client.send(GET).readUntil("half");
        }
        await().until(() -> attempts(gateway, "client-gone") == sofar);
      }

      assertThat(gateway.metric("gateway.ejections")).isZero();
      assertThat(attempts(gateway, BROKE_OFF)).isZero();
      await().until(() -> one.closedConnections() + other.closedConnections() == 12);
    }
  }

  /** Nor an error of the trace: the collector would keep each. */
  @Test
  void isNoErrorOfTheAttemptWhereTheClientLeaves() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, HALF);
        RunningGateway gateway =
            RunningGateway.with(Map.of("OTEL_TRACES_SAMPLER", "always_on"), upstream.port())) {
      String head;
      try (RawClient client = new RawClient(gateway.port())) {
        head = client.send(GET).readUntil("half");
      }

      SpanData attempt = await().ignoreExceptions().until(() -> attempt(head), span -> true);

      assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
      assertThat(attempt.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("client-gone");
    }
  }

  @Test
  void isNoFaultOfTheEndpointWhereTheTimeIsOver() throws Exception {
    try (RawServer one = RawServer.answering(vertx, HALF);
        RawServer other = RawServer.answering(vertx, HALF);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "250ms"),
                one.port(),
                other.port())) {

      for (int i = 1; i <= 9; i++) {
        int sofar = i;
        get(gateway);
        await().until(() -> requests(gateway, "deadline") == sofar);
      }

      assertThat(gateway.metric("gateway.ejections")).isZero();
      assertThat(attempts(gateway, "deadline")).isEqualTo(9);
      assertThat(attempts(gateway, BROKE_OFF)).isZero();
    }
  }

  private static RawServer breakingOff(String begin) throws Exception {
    return new RawServer(
        vertx,
        (text, socket) -> {
          if (text.endsWith("\r\n\r\n")) {
            socket.write(begin).onComplete(written -> socket.close());
          }
        });
  }

  private static void resetWithin(FrameServer.Request request, FrameServer.Connection connection)
      throws IOException {
    if (request.whole()) {
      connection.send(
          """
          HEADERS stream=%1$d
          :status: 200
          content-length: 10

          DATA stream=%1$d
          half

          RST_STREAM stream=%1$d code=INTERNAL_ERROR\
          """
              .formatted(request.stream()));
    }
  }

  /**
   * What came until the gateway closed, as it must where it cannot say that something is missing.
   */
  private static String get(RunningGateway gateway) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      answer.append(client.readUntil("half")).append(client.readToEnd());
    } catch (SocketException reset) {
      // That is one way to say it.
    }
    return answer.toString();
  }

  private static double requests(RunningGateway gateway, String error) {
    return gateway.metric("http.server.request.duration", "error.type", error);
  }

  private static double attempts(RunningGateway gateway, String error) {
    return gateway.metric(
        "http.client.request.duration", "error.type", error, "http.response.status_code", "200");
  }

  private static SpanData attempt(String answer) {
    Matcher found = TRACE_ID.matcher(answer.toLowerCase(Locale.ROOT));
    assertThat(found.find()).isTrue();
    return CapturedSpans.of(found.group(1)).stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT)
        .findFirst()
        .orElseThrow();
  }
}
