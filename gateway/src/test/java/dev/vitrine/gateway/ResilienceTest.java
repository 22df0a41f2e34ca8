package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients see of retries, holding, ejection and admission, over real sockets. */
@ExtendWith(VertxExtension.class)
class ResilienceTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
  private static final String CLOSE = "Host: shop.example\r\nConnection: close\r\n\r\n";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void asksAnotherEndpointWhereOneIsUnavailable() throws Exception {
    try (RawServer ill = RawServer.answering(vertx, UNAVAILABLE);
        RawServer well = RawServer.answering(vertx, OK);
        RunningGateway gateway = generous(ill.port(), well.port())) {

      List<String> gets =
          IntStream.range(0, 20).mapToObj(i -> statusOf(gateway, "GET /a HTTP/1.1\r\n")).toList();
      List<String> posts =
          IntStream.range(0, 20)
              .mapToObj(i -> statusOf(gateway, "POST /a HTTP/1.1\r\nContent-Length: 0\r\n"))
              .toList();

      assertThat(gets).containsOnly("200");
      assertThat(ill.received()).contains("GET");
      // How many of them the ill one is asked for depends on the latencies, what it says does not.
      int refused = ill.received().split("POST", -1).length - 1;
      assertThat(posts).filteredOn("503"::equals).hasSize(refused);
      assertThat(well.received().split("POST", -1).length - 1).isEqualTo(20 - refused);
    }
  }

  @Test
  void passesTheAnswerOnWhereThereIsNobodyElse() throws Exception {
    try (RawServer ill =
            RawServer.answering(vertx, UNAVAILABLE.replace("\r\n\r\n", "\r\nX-Ill: 1\r\n\r\n"));
        RunningGateway gateway = RunningGateway.before(ill.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 503").contains("X-Ill: 1");
    }
  }

  @Test
  void sendsContentAgainWhereItMay() throws Exception {
    try (RawServer breaking = breakingAfter("tent");
        RawServer well = answeringAfter("tent");
        RunningGateway gateway = generous(breaking.port(), well.port())) {

      List<String> puts =
          IntStream.range(0, 10)
              .mapToObj(
                  i -> statusOf(gateway, "PUT /a HTTP/1.1\r\nContent-Length: 7\r\n", "content"))
              .toList();
      List<String> keyed =
          IntStream.range(0, 10)
              .mapToObj(i ->
                  statusOf(
                      gateway,
                      "POST /a HTTP/1.1\r\nIdempotency-Key: k\r\nContent-Length: 7\r\n",
                      "content"))
              .toList();

      assertThat(puts).containsOnly("200");
      assertThat(keyed).containsOnly("200");
      assertThat(breaking.received()).contains("content");
      assertThat(well.received().split("content", -1).length - 1).isEqualTo(20);
    }
  }

  @Test
  void sendsNothingTwiceThatIsTooLongToKeep() throws Exception {
    String content = "x".repeat(70_000);
    try (RawServer breaking = breakingAfter("x".repeat(10));
        RunningGateway gateway = generous(breaking.port(), breaking.port())) {

      String status =
          statusOf(
              gateway, "PUT /a HTTP/1.1\r\nContent-Length: " + content.length() + "\r\n", content);

      assertThat(status).isEqualTo("502");
      assertThat(breaking.received().split("PUT /a", -1)).hasSize(2);
    }
  }

  @Test
  void holdsARequestUntilAnEndpointIsReady() throws Exception {
    AtomicReference<String> readiness = new AtomicReference<>(UNAVAILABLE);
    AtomicInteger probes = new AtomicInteger();
    try (RawServer service = RawServer.answering(vertx, OK);
        RawServer management =
            new RawServer(
                vertx,
                (text, socket) -> {
                  probes.incrementAndGet();
                  socket.write(readiness.get());
                });
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_ROUTE_DEFAULTS_HOLD", "30s",
                    "VITRINE_UPSTREAM_DEFAULTS_PROBE_INTERVAL_NOT_READY", "20ms",
                    "VITRINE_UPSTREAMS",
                        "{a: {endpoints: [{address: '127.0.0.1:%d', management: '127.0.0.1:%d'}]}}"
                            .formatted(service.port(), management.port())))) {

      CompletableFuture<String> status =
          CompletableFuture.supplyAsync(() -> statusOf(gateway, "GET /a HTTP/1.1\r\n"));
      await().until(() -> gateway.metric("gateway.held.requests") == 1);
      int then = probes.get();
      await().until(() -> probes.get() > then + 2);
      boolean held = !status.isDone();
      readiness.set(OK);

      assertThat(held).isTrue();
      assertThat(status.get()).isEqualTo("200");
      assertThat(gateway.metric("gateway.held.requests")).isZero();
      assertThat(gateway.metric("http.client.request.duration", "http.request.method", "GET"))
          .isEqualTo(1);
    }
  }

  @Test
  void ejectsAnEndpointThatOnlyFails() throws Exception {
    String failed = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
    try (RawServer one = RawServer.answering(vertx, failed);
        RawServer other = RawServer.answering(vertx, failed);
        RunningGateway gateway = RunningGateway.before(one.port(), other.port())) {

      List<String> statuses =
          IntStream.range(0, 9).mapToObj(i -> statusOf(gateway, "GET /a HTTP/1.1\r\n")).toList();

      assertThat(statuses).containsOnly("500");
      // After nine, one of the two has failed five times; the last one is never ejected.
      assertThat(gateway.metric("gateway.upstream.endpoints", "state", "ejected")).isEqualTo(1);
    }
  }

  @Test
  void saysWhenToComeBackWhereNothingWasProcessed() throws Exception {
    int dead;
    try (RawServer server = RawServer.answering(vertx, OK)) {
      dead = server.port();
    }
    try (RunningGateway gateway =
        RunningGateway.with(Map.of("VITRINE_ROUTE_DEFAULTS_HOLD", "50ms"), dead)) {

      String answer =
          RawClient.exchange(gateway.port(), "POST /a HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 502").contains("connection-refused");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("retry-after: 1\r\n");
    }
  }

  @Test
  void doesNotAskForARepetitionOfWhatMayHaveBeenProcessed() throws Exception {
    try (RawServer breaking = breakingAfter("tent");
        RunningGateway gateway = RunningGateway.before(breaking.port())) {

      String answer =
          RawClient.exchange(
              gateway.port(), "POST /a HTTP/1.1\r\nContent-Length: 7\r\n" + CLOSE + "content");

      assertThat(answer).startsWith("HTTP/1.1 502").contains("connection-lost");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("retry-after");
    }
  }

  @Test
  void refusesMoreThanTheUpstreamTakesAtOnce() throws Exception {
    try (RawServer silent = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAM_DEFAULTS_ADMISSION_MAX_IN_FLIGHT", "1",
                    "VITRINE_UPSTREAM_DEFAULTS_ADMISSION_MAX_QUEUED", "0"),
                silent.port());
        RawClient first = new RawClient(gateway.port())) {
      first.send("GET /a HTTP/1.1\r\n" + CLOSE);
      await().until(() -> silent.received().contains("GET"));

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);
      first.hangUp();
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);

      assertThat(answer).startsWith("HTTP/1.1 503").contains("queue-full");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("retry-after: 1");
    }
  }

  @Test
  void tellsOfARequestThatWaitedAsOfAnyOther() throws Exception {
    String broken = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.contains("POST /a/lost")) {
                    socket.close();
                  } else if (text.contains("GET /a/broken")) {
                    socket.end(Buffer.buffer(broken));
                  }
                });
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_ADMISSION_MAX_IN_FLIGHT", "1"), upstream.port());
        RawClient first = new RawClient(gateway.port());
        RawClient second = new RawClient(gateway.port());
        RawClient third = new RawClient(gateway.port())) {
      first.send("GET /a HTTP/1.1\r\n" + CLOSE);
      await().until(() -> upstream.received().contains("GET /a "));
      second.send("POST /a/lost HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE);
      await().until(() -> gateway.metric("gateway.upstream.queued") == 1);
      third.send("GET /a/broken HTTP/1.1\r\n" + CLOSE);
      await().until(() -> gateway.metric("gateway.upstream.queued") == 2);

      upstream.writeToAll(OK);
      String lost = second.readToEnd();
      String half = third.readToEnd();
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);

      assertThat(lost).startsWith("HTTP/1.1 502").contains("connection-lost", "trace_id");
      assertThat(half).startsWith("HTTP/1.1 200").endsWith("half");
      assertThat(gateway.metric("gateway.rejected", "reason", "connection-lost")).isEqualTo(1);
      assertThat(duration(gateway, "server", "POST", "connection-lost")).isEqualTo(1);
      assertThat(duration(gateway, "client", "POST", "connection-lost")).isEqualTo(1);
      assertThat(duration(gateway, "server", "GET", "upstream-broke-off")).isEqualTo(1);
      assertThat(duration(gateway, "client", "GET", "upstream-broke-off")).isEqualTo(1);
    }
  }

  private static double duration(RunningGateway gateway, String side, String method, String error) {
    return gateway.metric(
        "http." + side + ".request.duration", "http.request.method", method, "error.type", error);
  }

  @Test
  void says504AtTheDeadlineHoweverManyAttemptsAreLeft() throws Exception {
    try (RawServer silent = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_ROUTE_DEFAULTS_HEAD_TIMEOUT", "60ms",
                    "VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "100ms"),
                silent.port(),
                silent.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 504");
    }
  }

  @Test
  void blamesTheClientForContentThatIsNotCompleteByTheDeadline() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "200ms"), upstream.port())) {

      String answer =
          RawClient.exchange(
              gateway.port(), "PUT /a HTTP/1.1\r\nContent-Length: 10\r\n" + CLOSE + "half");

      assertThat(answer).startsWith("HTTP/1.1 408");
      assertThat(gateway.metric("http.client.request.duration", "error.type", "deadline")).isZero();
    }
  }

  @Test
  void breaksOffAnAnswerThatIsNotCompleteByTheDeadline() throws Exception {
    try (RawServer stuck =
            RawServer.answering(vertx, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "200ms"), stuck.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 200").endsWith("half");
      await().until(() -> stuck.closedConnections() == 1);
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  @Test
  void asksASecondEndpointWhereTheFirstIsLate() throws Exception {
    AtomicInteger lateRequests = new AtomicInteger();
    try (RawServer one = lateFirst(lateRequests);
        RawServer other = lateFirst(lateRequests);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_ROUTE_DEFAULTS_HEDGING", "true",
                    "VITRINE_ROUTE_DEFAULTS_HEAD_TIMEOUT", "30s"),
                one.port(),
                other.port())) {
      IntStream.range(0, 100).forEach(i -> statusOf(gateway, "GET /a HTTP/1.1\r\n"));

      String status = statusOf(gateway, "GET /a/late HTTP/1.1\r\n");

      assertThat(status).isEqualTo("200");
      assertThat(lateRequests).hasValue(2);
      await().until(() -> one.closedConnections() + other.closedConnections() == 1);
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  @Test
  void asksOnlyOnceForWhatMayNotBeDoneTwice() throws Exception {
    AtomicInteger lateRequests = new AtomicInteger();
    try (RawServer one = lateFirst(lateRequests);
        RawServer other = lateFirst(lateRequests);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_ROUTE_DEFAULTS_HEDGING", "true",
                    "VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "1s"),
                one.port(),
                other.port())) {
      IntStream.range(0, 100).forEach(i -> statusOf(gateway, "GET /a HTTP/1.1\r\n"));

      String status = statusOf(gateway, "POST /a/late HTTP/1.1\r\nContent-Length: 0\r\n");

      assertThat(status).isEqualTo("504");
      assertThat(lateRequests).hasValue(1);
    }
  }

  @Test
  void tellsTheUpstreamHowMuchTimeIsLeft() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      RawClient.exchange(
          gateway.port(), "GET /a HTTP/1.1\r\nX-Request-Timeout-Ms: 999999\r\n" + CLOSE);

      assertThat(upstream.received())
          .containsPattern("(?m)^X-Request-Timeout-Ms: (2\\d{4}|30000)\r");
    }
  }

  /** Answers at once, but for the very first request to {@code /a/late}. */
  private static RawServer lateFirst(AtomicInteger lateRequests) throws Exception {
    return new RawServer(
        vertx,
        (text, socket) -> {
          boolean complete = text.endsWith("\r\n\r\n");
          boolean late = text.lastIndexOf("/a/late") > text.lastIndexOf("/a HTTP");
          if (complete && (!late || lateRequests.getAndIncrement() > 0)) {
            socket.write(OK);
          }
        });
  }

  private static RunningGateway generous(Integer... ports) throws Exception {
    return RunningGateway.with(
        Map.of(
            "VITRINE_UPSTREAM_DEFAULTS_RETRY_BUDGET_RESERVE", "100",
            "VITRINE_UPSTREAM_DEFAULTS_EJECTION_BAD_ANSWERS", "0"),
        ports);
  }

  private static RawServer breakingAfter(String end) throws Exception {
    return new RawServer(
        vertx,
        (text, socket) -> {
          if (text.endsWith(end)) {
            socket.close();
          }
        });
  }

  private static RawServer answeringAfter(String end) throws Exception {
    return new RawServer(
        vertx,
        (text, socket) -> {
          if (text.endsWith(end)) {
            socket.write(OK);
          }
        });
  }

  private static String statusOf(RunningGateway gateway, String head) {
    return statusOf(gateway, head, "");
  }

  private static String statusOf(RunningGateway gateway, String head, String content) {
    try {
      return RawClient.exchange(gateway.port(), head + CLOSE + content).split(" ", 3)[1];
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
