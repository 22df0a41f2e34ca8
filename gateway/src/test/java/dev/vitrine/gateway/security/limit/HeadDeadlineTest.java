package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadDeadlineTest {
  private static final Duration WITHIN = Duration.ofMillis(300);
  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

  private GuardedServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        GuardedServer.start(
            WITHIN,
            router ->
                router
                    .route("/socket")
                    .handler(ctx ->
                        ctx.request()
                            .toWebSocket()
                            .onSuccess(
                                socket -> socket.textMessageHandler(socket::writeTextMessage))));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void endsAConnectionWhoseFirstHeadIsSlow() throws Exception {
    assertThat(dripped("G", "ET /a HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(1_000)))
        .startsWith("HTTP/1.1 408 ")
        .contains("urn:vitrine:problem:request-timeout", "\"reason\":\"request-timeout\"");
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void endsAConnectionWhosePrefaceIsSlow() throws Exception {
    assertThat(dripped("P", "RI * HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void endsAConnectionWhoseLaterHeadIsSlow() throws Exception {
    String answers = dripped(REQUEST, "GET /a HTTP/1.1\r\nX: " + "y".repeat(1_000));

    assertThat(answers).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
  }

  @Test
  void leavesAnIdleConnectionAndASlowAnswerAlone() throws Exception {
    try (Socket client = server.client().connect();
        Socket silent = server.client().connect()) {
      send(client, REQUEST);
      assertThat(read(client, "ok")).startsWith("HTTP/1.1 200 ");
      send(client, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(read(client, "slow")).startsWith("HTTP/1.1 200 ");
      // Longer than the deadline has passed, for both.
      send(client, REQUEST);
      send(silent, REQUEST);

      assertThat(read(client, "ok")).startsWith("HTTP/1.1 200 ");
      assertThat(read(silent, "ok")).startsWith("HTTP/1.1 200 ");
      assertThat(server.late()).isZero();
    }
  }

  @Test
  void doesNotEndAnAnswerForTheSlowHeadBehindIt() throws Exception {
    try (Socket client = server.client().connect()) {
      send(client, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      send(client, "GET /a HT");

      assertThat(read(client, "slow")).startsWith("HTTP/1.1 200 ");
      send(client, "TP/1.1\r\nHost: a\r\n\r\n");
      assertThat(read(client, "ok")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void leavesHttp2AndWebSocketsAlone() throws Exception {
    var http2 =
        server
            .vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
    var sockets = server.vertx().createWebSocketClient();
    List<String> echoes = new ArrayList<>();
    var socket =
        TestTelemetry.await(
            sockets.connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(server.port())
                    .setURI("/socket")));
    socket.textMessageHandler(text -> {
      echoes.add(text);
      server.vertx().setTimer(20, timer -> socket.writeTextMessage("again"));
    });
    socket.writeTextMessage("first");

    for (int i = 0; i < 3; i++) {
      var slow =
          http2
              .request(HttpMethod.GET, server.port(), "127.0.0.1", "/slow")
              .compose(HttpClientRequest::send)
              .compose(HttpClientResponse::body);
      assertThat(TestTelemetry.await(slow)).hasToString("slow");
    }

    await().until(() -> echoes.size() > 50);
    assertThat(server.late()).isZero();
    // Not sooner: Vert.x closes a client that nobody holds any more.
    TestTelemetry.await(http2.close());
    TestTelemetry.await(sockets.close());
  }

  /** What the server says while it is sent this, the rest byte by byte, and no end. */
  private String dripped(String atOnce, String rest) throws IOException {
    try (Socket client = server.client().connect()) {
      send(client, atOnce);
      AtomicInteger at = new AtomicInteger();
      server
          .vertx()
          .setPeriodic(
              20,
              timer -> {
                if (!drip(client, rest, at.getAndIncrement())) {
                  server.vertx().cancelTimer(timer);
                }
              });
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "reset";
    }
  }

  private static boolean drip(Socket client, String text, int at) {
    try {
      send(client, text.substring(at, at + 1));
      return at + 1 < text.length();
    } catch (IOException closed) {
      return false; // as it should be
    }
  }

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String read(Socket client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = client.getInputStream().read();
      if (next < 0) {
        return read.toString();
      }
      read.append((char) next);
    }
    return read.toString();
  }
}
