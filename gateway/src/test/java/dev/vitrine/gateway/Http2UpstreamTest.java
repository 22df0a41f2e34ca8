package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.FrameServer.Connection;
import dev.vitrine.gateway.FrameServer.Request;
import dev.vitrine.gateway.FrameServer.Script;
import dev.vitrine.platform.testing.CapturedLogs;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upstream of HTTP/2 can say that it has not processed a request (RFC 9113, section 8.7): that
 * may be sent again, whatever it is; and no other.
 */
@Isolated("it looks at the log of the JVM")
class Http2UpstreamTest {
  private static final String HOST = "Host: shop.example\r\nConnection: close\r\n";
  private static final String GET = "GET /a HTTP/1.1\r\n" + HOST + "\r\n";
  private static final String POST =
      "POST /a HTTP/1.1\r\nContent-Length: 7\r\n" + HOST + "\r\ncontent";

  private static final String NO_ERROR = "NO_ERROR";

  @ParameterizedTest
  @ValueSource(strings = {GET, POST})
  void asksAnotherEndpointWhereOneRefusesTheStream(String request) throws Exception {
    try (FrameServer busy = new FrameServer(resetting("REFUSED_STREAM"));
        FrameServer well = new FrameServer(FrameServer::answer);
        RunningGateway gateway = h2c(Map.of(), busy, well)) {

      List<String> answers = IntStream.range(0, 20).mapToObj(i -> ask(gateway, request)).toList();

      assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
      assertThat(busy.whole()).isNotEmpty();
      assertThat(well.whole())
          .hasSize(20)
          .allMatch(came -> came.content().equals(request.equals(POST) ? "content" : ""));
    }
  }

  @Test
  void sendsContentOnThatComesAfterAnEndpointHasRefusedTheStream() throws Exception {
    Script refusal =
        (request, connection) -> {
          if (request.content().equals("con")) {
            reset(connection, request, "REFUSED_STREAM");
          }
        };
    try (FrameServer busy = new FrameServer(refusal);
        FrameServer well = new FrameServer(FrameServer::answer);
        RunningGateway gateway = h2c(Map.of(), busy, well)) {
      for (int i = 1; i <= 20; i++) {
        int sofar = i;
        try (RawClient client = new RawClient(gateway.port())) {
          client.send(POST.substring(0, POST.length() - 4));
          await().until(() -> well.heads().size() == sofar);

          assertThat(client.send("tent").readToEnd()).startsWith("HTTP/1.1 200");
        }
      }

      assertThat(busy.heads()).isNotEmpty();
      assertThat(busy.whole()).isEmpty();
      assertThat(well.whole()).hasSize(20).allMatch(came -> came.content().equals("content"));
    }
  }

  @Test
  void sendsNothingAgainThatIsTooLongToKeep() throws Exception {
    try (FrameServer one = new FrameServer(resetting("REFUSED_STREAM"));
        FrameServer other = new FrameServer(resetting("REFUSED_STREAM"));
        RunningGateway gateway =
            h2c(Map.of("VITRINE_ROUTE_DEFAULTS_RETRY_MAX_BODY", "6"), one, other)) {

      String answer = ask(gateway, POST);

      assertThat(answer).startsWith("HTTP/1.1 502").contains("stream-refused");
      assertThat(one.heads().size() + other.heads().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCEL", "INTERNAL_ERROR", "ENHANCE_YOUR_CALM"})
  void sendsNoPostAgainThatMayHaveBeenProcessed(String code) throws Exception {
    try (FrameServer one = new FrameServer(resetting(code));
        FrameServer other = new FrameServer(resetting(code));
        RunningGateway gateway = h2c(Map.of(), one, other)) {

      String answer = ask(gateway, POST);

      assertThat(answer).startsWith("HTTP/1.1 502").contains("connection-lost");
      assertThat(one.heads().size() + other.heads().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, POST})
  void asksAgainByAnotherConnectionWhereThisOneEndsBeforeTheStream(String request)
      throws Exception {
    try (FrameServer upstream =
            new FrameServer(
                endingFirst((came, connection) -> connection.goAway(came.stream() - 1, NO_ERROR)));
        RunningGateway gateway = h2c(Map.of(), upstream)) {

      String answer = ask(gateway, request);

      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(upstream.connections()).hasSize(2);
      assertThat(upstream.whole())
          .extracting(Request::content)
          .hasSize(2)
          .containsOnly(request.equals(POST) ? "content" : "");
      assertThat(gateway.metric("gateway.retries", "reason", "going-away")).isEqualTo(1);
    }
  }

  /** As RFC 9113, section 6.8, has it: no new streams first, and the last one when it is known. */
  @Test
  void asksAgainWhereTheLastStreamIsToldAfterAWarning() throws Exception {
    Script orderly =
        (came, connection) -> {
          connection.goAway(Integer.MAX_VALUE, NO_ERROR);
          connection.goAway(came.stream() - 1, NO_ERROR);
        };
    try (FrameServer upstream = new FrameServer(endingFirst(orderly));
        RunningGateway gateway = h2c(Map.of(), upstream)) {

      String answer = ask(gateway, POST);

      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(upstream.whole()).hasSize(2);
    }
  }

  @Test
  void waitsForTheAnswerOnAConnectionThatStillCarriesTheStream() throws Exception {
    Script orderly =
        (came, connection) -> {
          connection.goAway(came.stream(), NO_ERROR);
          FrameServer.answer(came, connection);
        };
    try (FrameServer upstream = new FrameServer(endingFirst(orderly));
        RunningGateway gateway = h2c(Map.of(), upstream)) {

      String last = ask(gateway, POST);
      String next = ask(gateway, POST);

      assertThat(last).startsWith("HTTP/1.1 200");
      assertThat(next).startsWith("HTTP/1.1 200");
      assertThat(upstream.connections()).hasSize(2);
      assertThat(upstream.whole()).hasSize(2);
    }
  }

  @Test
  void sendsNoPostAgainThatTheEndingConnectionWasStillToCarry() throws Exception {
    Script broken =
        (came, connection) -> {
          connection.goAway(came.stream(), "INTERNAL_ERROR");
          connection.close();
        };
    try (FrameServer upstream = new FrameServer(endingFirst(broken));
        RunningGateway gateway = h2c(Map.of(), upstream)) {

      String answer = ask(gateway, POST);

      assertThat(answer).startsWith("HTTP/1.1 502").contains("connection-lost");
      assertThat(upstream.heads()).hasSize(1);
    }
  }

  @Test
  void sendsNoPostAgainBecauseOurOwnSideEndsTheConnection() throws Exception {
    Script malformed = (came, connection) -> connection.send("RST_STREAM stream=0");
    try (FrameServer upstream = new FrameServer(endingFirst(malformed));
        RunningGateway gateway = h2c(Map.of(), upstream)) {

      String answer = ask(gateway, POST);

      assertThat(answer).startsWith("HTTP/1.1 502");
      assertThat(upstream.heads()).hasSize(1);
    }
  }

  /** The first connection ends so when a request is whole; all others answer. */
  private static Script endingFirst(Script end) {
    return (request, connection) -> {
      if (connection.number() > 1) {
        FrameServer.answer(request, connection);
      } else if (request.whole()) {
        end.received(request, connection);
      }
    };
  }

  @Test
  void takesNoResetByTheClientForARefusal() throws Exception {
    CapturedLogs.install();
    CapturedLogs.clear();
    try (FrameServer one = new FrameServer((request, connection) -> {});
        FrameServer other = new FrameServer((request, connection) -> {});
        RunningGateway gateway = h2c(Map.of(), one, other)) {
      HttpClient client =
          gateway
              .vertx()
              .createHttpClient(
                  new HttpClientOptions()
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setHttp2ClearTextUpgrade(false));
      HttpClientRequest request =
          client
              .request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/a")
              .await(5, TimeUnit.SECONDS);
      request.exceptionHandler(reset -> {}).setChunked(true).write("con");
      await().until(() -> one.heads().size() + other.heads().size() == 1);

      request.reset(7); // REFUSED_STREAM
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);

      assertThat(one.heads().size() + other.heads().size()).isEqualTo(1);
      assertThat(CapturedLogs.text()).doesNotContain("ERROR");
      client.close().await(5, TimeUnit.SECONDS);
    }
  }

  /** Resets each stream when all of its request is there. */
  private static Script resetting(String code) {
    return (request, connection) -> {
      if (request.whole()) {
        reset(connection, request, code);
      }
    };
  }

  private static void reset(Connection connection, Request request, String code)
      throws IOException {
    connection.send("RST_STREAM stream=%d code=%s".formatted(request.stream(), code));
  }

  private static RunningGateway h2c(Map<String, String> more, FrameServer... upstreams)
      throws Exception {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c");
    variables.put("VITRINE_UPSTREAM_DEFAULTS_RETRY_BUDGET_RESERVE", "100");
    variables.put("VITRINE_UPSTREAM_DEFAULTS_EJECTION_BAD_ANSWERS", "0");
    variables.put("VITRINE_UPSTREAM_DEFAULTS_EJECTION_CONNECT_FAILURES", "0");
    variables.put("VITRINE_ROUTE_DEFAULTS_HOLD", "50ms");
    return RunningGateway.with(
        variables, Arrays.stream(upstreams).map(FrameServer::port).toArray(Integer[]::new));
  }

  private static String ask(RunningGateway gateway, String request) {
    try {
      return RawClient.exchange(gateway.port(), request);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
