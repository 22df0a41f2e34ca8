package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP has beyond a request and its answer: interim answers, trailers, upgrades, HTTP/2. */
@ExtendWith(VertxExtension.class)
class ProtocolTest {
  private static final String CLOSE = "Host: shop.example\r\nConnection: close\r\n\r\n";

  /** The rest of a WebSocket's first request (RFC 6455, section 1.2). */
  private static final String HANDSHAKE =
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void acceptance11_passesOnWhetherTheContentIsWanted() throws Exception {
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.endsWith("\r\n\r\n")) {
                    socket.write("HTTP/1.1 100 Continue\r\n\r\n");
                  } else if (text.endsWith("hello")) {
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  }
                });
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" + CLOSE);

      String interim = client.readUntil("\r\n\r\n");
      String last = client.send("hello").readToEnd();

      assertThat(interim).startsWith("HTTP/1.1 100");
      assertThat(last).startsWith("HTTP/1.1 200").endsWith("ok");
      assertThat(upstream.received().toLowerCase(Locale.ROOT)).contains("expect: 100-continue");
    }
  }

  @Test
  void acceptance11_passesOnThatTheContentIsNotWanted() throws Exception {
    try (RawServer upstream =
            RawServer.answering(vertx, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer =
          RawClient.exchange(
              gateway.port(),
              "POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 403").endsWith("no");
      assertThat(upstream.received()).doesNotContain("hello");
      await().until(() -> upstream.closedConnections() == 1);
    }
  }

  @Test
  void acceptance11_passesEarlyHintsOn() throws Exception {
    try (RawServer upstream =
            RawServer.answering(
                vertx,
                String.join(
                    "\r\n",
                    "HTTP/1.1 103 Early Hints",
                    "Link: </style.css>; rel=preload",
                    "",
                    "HTTP/1.1 200 OK",
                    "Content-Length: 2",
                    "",
                    "ok"));
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 103").contains("</style.css>", "HTTP/1.1 200 OK");
      assertThat(answer).endsWith("ok");
    }
  }

  @Test
  void acceptance11_passesEarlyHintsOnToClientsOfHttp2() throws Exception {
    List<String> hints = new CopyOnWriteArrayList<>();
    try (RawServer upstream =
            RawServer.answering(
                vertx,
                String.join(
                    "\r\n",
                    "HTTP/1.1 103 Early Hints",
                    "Link: </a.css>",
                    "",
                    "HTTP/1.1 200 OK",
                    "Content-Length: 0",
                    "",
                    ""));
        RunningGateway gateway = RunningGateway.before(upstream.port());
        Client client = new Client(HttpVersion.HTTP_2)) {

      HttpClientRequest request = client.request(HttpMethod.GET, gateway.port(), "/a");
      request.earlyHintsHandler(fields -> hints.addAll(fields.getAll("link")));
      HttpClientResponse answer = request.send().await(5, TimeUnit.SECONDS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(hints).containsExactly("</a.css>");
    }
  }

  @Test
  void acceptance11_passesTrailersOn() throws Exception {
    try (RawServer upstream =
            RawServer.answering(
                vertx,
                String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "Trailer: X-Sum",
                    "",
                    "2",
                    "ok",
                    "0",
                    "X-Sum: 7",
                    "",
                    ""));
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).contains("2\r\nok\r\n").containsIgnoringCase("x-sum: 7\r\n\r\n");
    }
  }

  @Test
  void acceptance11_keepsTheLengthOfContentThatIsNotThere() throws Exception {
    for (String head :
        List.of(
            "304 Not Modified\r\nETag: \"1\"",
            "304 Same\r\nContent-Length: 9",
            "204 No Content",
            "200 OK",
            "200 OK\r\nContent-Length: 9")) {
      String method = head.startsWith("200") ? "HEAD" : "GET";
      try (RawServer upstream = RawServer.answering(vertx, "HTTP/1.1 " + head + "\r\n\r\n");
          RunningGateway gateway = RunningGateway.before(upstream.port())) {

        String answer = RawClient.exchange(gateway.port(), method + " /a HTTP/1.1\r\n" + CLOSE);

        assertThat(answer).startsWith("HTTP/1.1 " + head.substring(0, 3)).endsWith("\r\n\r\n");
        assertThat(answer).doesNotContain("chunked");
        assertThat(answer.toLowerCase(Locale.ROOT).lines())
            .filteredOn(line -> line.startsWith("content-length:"))
            .containsExactlyElementsOf(
                head.contains("Length") ? List.of("content-length: 9") : List.of());
      }
    }
  }

  @Test
  void acceptance11_answersAnHttp2ClientThoughTheUpstreamCloses() throws Exception {
    try (RawServer upstream =
            RawServer.answering(
                vertx, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        RunningGateway gateway = RunningGateway.before(upstream.port());
        Client client = new Client(HttpVersion.HTTP_2)) {

      List<String> bodies =
          IntStream.range(0, 10)
              .mapToObj(i -> client.get(gateway.port(), "/a"))
              .map(answer -> answer.status() + answer.body())
              .toList();

      assertThat(bodies).containsOnly("200ok");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void speaksHttp2WithAnUpstreamThatDoes(HttpVersion version) throws Exception {
    List<HttpVersion> spoken = new CopyOnWriteArrayList<>();
    AtomicReference<String> content = new AtomicReference<>("");
    try (Service service =
            new Service(request -> {
              spoken.add(request.version());
              request
                  .body()
                  .onSuccess(body -> {
                    content.set(body.toString());
                    request.response().putTrailer("grpc-status", "0");
                    request.response().write("he");
                    request.response().end("llo");
                  });
            });
        RunningGateway gateway = h2c(service.port());
        Client client = new Client(version)) {

      Answer answer = client.post(gateway.port(), "/a", "question");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.trailers()).containsEntry("grpc-status", "0");
      assertThat(content.get()).isEqualTo("question");
      assertThat(spoken).containsOnly(HttpVersion.HTTP_2);
    }
  }

  /**
   * A call of gRPC as it is on the wire: messages both ways at once, the status in the trailers.
   */
  @Test
  void carriesACallOfGrpcBothWaysAtOnce() throws Exception {
    AtomicReference<String> te = new AtomicReference<>("");
    try (Service service =
            new Service(request -> {
              te.set(request.getHeader("TE"));
              HttpServerResponse answer = request.response();
              answer.putHeader("Content-Type", "application/grpc").writeHead();
              request.handler(answer::write);
              request.endHandler(end -> {
                answer.putTrailer("grpc-status", "0");
                answer.end();
              });
            });
        RunningGateway gateway = h2c(service.port())) {
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      HttpClientRequest call =
          client
              .request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/a/shop.Catalog/Watch")
              .await(5, TimeUnit.SECONDS);
      call.setChunked(true)
          .putHeader("Content-Type", "application/grpc")
          .putHeader("TE", "trailers");
      List<String> echoes = new CopyOnWriteArrayList<>();

      Future<HttpClientResponse> answered =
          call.response()
              .onSuccess(head -> head.handler(message -> echoes.add(message.toString())));
      call.write("first");
      await().until(() -> echoes.contains("first"));
      call.write("second");
      await().until(() -> echoes.contains("second"));
      call.end();
      HttpClientResponse answer = answered.await(5, TimeUnit.SECONDS);
      answer.end().await(5, TimeUnit.SECONDS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
      assertThat(te).hasValue("trailers");
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
      client.close().await(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysThatTrailersAreTakenBesideWhatElseIs() throws Exception {
    AtomicReference<String> te = new AtomicReference<>("");
    try (Service service =
            new Service(request -> {
              te.set(String.valueOf(request.getHeader("TE")));
              request.response().end();
            });
        RunningGateway gateway = h2c(service.port())) {

      String answer =
          RawClient.exchange(
              gateway.port(),
              String.join(
                  "\r\n",
                  "GET /a HTTP/1.1",
                  "Host: shop.example",
                  "TE: gzip;q=0.5, Trailers",
                  "Connection: TE, close",
                  "",
                  ""));

      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(te).hasValue("trailers");
    }
  }

  @Test
  void carriesAWebSocketBothWays() throws Exception {
    try (Service service =
            new Service(request ->
                request
                    .toWebSocket()
                    .onSuccess(socket ->
                        socket.textMessageHandler(
                            text -> socket.writeTextMessage("echo " + text))));
        RunningGateway gateway = RunningGateway.before(service.port())) {
      List<String> received = new CopyOnWriteArrayList<>();
      WebSocketClient client = vertx.createWebSocketClient();
      WebSocket socket =
          client
              .connect(
                  new WebSocketConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(gateway.port())
                      .setURI("/a/socket"))
              .await(5, TimeUnit.SECONDS);
      socket.textMessageHandler(received::add);

      socket.writeTextMessage("one");
      socket.writeTextMessage("two");
      await().until(() -> received.size() == 2);
      double during = gateway.metric("gateway.upstream.in_flight");
      socket.close().await(5, TimeUnit.SECONDS);
      client.close().await(5, TimeUnit.SECONDS);

      assertThat(received).containsExactly("echo one", "echo two");
      assertThat(during).isEqualTo(1);
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  /** As browsers and proxies write it: Firefox says {@code keep-alive, Upgrade}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade\r\nUpgrade: websocket",
        "Connection: keep-alive, Upgrade\r\nUpgrade: websocket",
        "Connection: UPGRADE ,X-Private\r\nUpgrade: WebSocket",
        "Connection: keep-alive\r\nUpgrade: websocket\r\nConnection: ,\tupgrade",
        "Connection: Upgrade\r\nUpgrade: example/1, websocket"
      })
  void opensAWebSocketHoweverItIsAskedFor(String fields) throws Exception {
    try (RawServer upstream =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (text.endsWith("\r\n\r\n")) {
                    socket.write(
                        String.join(
                            "\r\n",
                            "HTTP/1.1 101 Switching Protocols",
                            "Connection: upgrade",
                            "Upgrade: websocket",
                            "",
                            ""));
                  } else if (text.endsWith("ping")) {
                    socket.write("pong");
                  }
                });
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: shop.example\r\n" + fields + "\r\n" + HANDSHAKE);

      String head = client.readUntil("\r\n\r\n");
      String echo = client.send("ping").readUntil("pong");

      assertThat(head).startsWith("HTTP/1.1 101").containsIgnoringCase("connection: upgrade\r\n");
      assertThat(head).containsIgnoringCase("upgrade: websocket\r\n");
      assertThat(echo).isEqualTo("pong");
      assertThat(upstream.received())
          .containsIgnoringCase("connection: upgrade\r\n")
          .containsIgnoringCase("upgrade: websocket\r\n")
          .doesNotContain("example/1");
    }
  }

  @Test
  void opensNoWebSocketOnAConnectionThatIsToBeClosed() throws Exception {
    try (RawServer upstream =
            RawServer.answering(
                vertx, "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer =
          RawClient.exchange(
              gateway.port(),
              "GET /a HTTP/1.1\r\nHost: shop.example\r\n"
                  + "Connection: close, Upgrade\r\nUpgrade: websocket\r\n"
                  + HANDSHAKE);

      assertThat(answer).startsWith("HTTP/1.1 426").endsWith("no");
      assertThat(upstream.received()).doesNotContainIgnoringCase("upgrade: websocket");
    }
  }

  @Test
  void passesOnThatAWebSocketIsRefused() throws Exception {
    try (RawServer upstream =
            RawServer.answering(vertx, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send(
          "GET /a HTTP/1.1\r\nHost: shop.example\r\n"
              + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
              + HANDSHAKE);

      String answer = client.readUntil("\r\n\r\nno");

      assertThat(answer).startsWith("HTTP/1.1 403").endsWith("no");
      assertThat(upstream.received()).containsIgnoringCase("upgrade: websocket\r\n");
      await().until(() -> gateway.metric("gateway.upstream.in_flight") == 0);
    }
  }

  @Test
  void streamsEventsAsTheyCome() throws Exception {
    AtomicReference<HttpServerRequest> stream = new AtomicReference<>();
    try (Service service =
            new Service(request -> {
              stream.set(request);
              request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
              request.response().write("data: 1\n\n");
            });
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_ROUTE_DEFAULTS_TOTAL_TIMEOUT", "200ms"), service.port());
        RawClient client = new RawClient(gateway.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

      String first = client.readUntil("data: 1\n\n");
      vertx.timer(300, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
      Objects.requireNonNull(stream.get()).response().write("data: 2\n\n");
      String second = client.readUntil("data: 2\n\n");

      assertThat(first).contains("text/event-stream");
      assertThat(second).contains("data: 2");
    }
  }

  /** Who does not want another protocol goes on in this one (RFC 9110, section 7.8). */
  @Test
  void asksAnUpstreamOfHttp2WithoutTheUpgrade() throws Exception {
    List<String> fields = new CopyOnWriteArrayList<>();
    try (Service service =
            new Service(request -> {
              fields.addAll(request.headers().names());
              request.response().setStatusCode(426).end();
            });
        RunningGateway gateway = h2c(service.port())) {
      String head = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

      String answer;
      try (RawClient client = new RawClient(gateway.port())) {
        answer = client.send(head + HANDSHAKE).readUntil("\r\n\r\n");
      }

      assertThat(answer).startsWith("HTTP/1.1 426 ");
      assertThat(fields).doesNotContain("connection", "upgrade").contains("sec-websocket-key");
      assertThat(gateway.metric("gateway.retries")).isZero();
      assertThat(gateway.metric("gateway.ejections")).isZero();
    }
  }

  @Test
  void refusesAnInterimAnswerThatNobodyAskedFor() throws Exception {
    try (RawServer upstream =
            RawServer.answering(
                vertx,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
        RunningGateway gateway = RunningGateway.before(upstream.port())) {

      String answer = RawClient.exchange(gateway.port(), "GET /a HTTP/1.1\r\n" + CLOSE);

      assertThat(answer).startsWith("HTTP/1.1 502").contains("malformed-response");
    }
  }

  private static RunningGateway h2c(int port) throws Exception {
    return RunningGateway.with(Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c"), port);
  }

  /** An upstream that speaks HTTP/1.1 and HTTP/2. */
  private static final class Service implements AutoCloseable {
    private final HttpServer server;

    Service(Handler<HttpServerRequest> handler) throws Exception {
      server =
          vertx
              .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
              .requestHandler(handler)
              .listen()
              .await(5, TimeUnit.SECONDS);
    }

    int port() {
      return server.actualPort();
    }

    @Override
    public void close() throws TimeoutException {
      server.close().await(5, TimeUnit.SECONDS);
    }
  }

  private record Answer(int status, String body, Map<String, String> trailers) {}

  /** A client of one version of HTTP. */
  private static final class Client implements AutoCloseable {
    private final HttpClient client;

    Client(HttpVersion version) {
      client =
          vertx.createHttpClient(
              new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
    }

    HttpClientRequest request(HttpMethod method, int port, String path) throws TimeoutException {
      return client.request(method, port, "127.0.0.1", path).await(5, TimeUnit.SECONDS);
    }

    Answer get(int port, String path) {
      return send(port, HttpMethod.GET, path, Buffer.buffer());
    }

    Answer post(int port, String path, String content) {
      return send(port, HttpMethod.POST, path, Buffer.buffer(content));
    }

    private Answer send(int port, HttpMethod method, String path, Buffer content) {
      try {
        return client
            .request(method, port, "127.0.0.1", path)
            // Within: a listener that this thread adds could come after the content.
            .compose((HttpClientRequest request) -> request.send(content).compose(Client::read))
            .await(5, TimeUnit.SECONDS);
      } catch (TimeoutException slow) {
        throw new AssertionError("no answer", slow);
      }
    }

    private static Future<Answer> read(HttpClientResponse response) {
      return response
          .body()
          .map(body -> {
            Map<String, String> trailers = new HashMap<>();
            response.trailers().forEach(trailers::put);
            return new Answer(response.statusCode(), body.toString(), trailers);
          });
    }

    @Override
    public void close() throws TimeoutException {
      client.close().await(5, TimeUnit.SECONDS);
    }
  }
}
