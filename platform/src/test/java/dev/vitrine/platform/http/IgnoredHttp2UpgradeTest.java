package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class IgnoredHttp2UpgradeTest {
  private static RunningService service;

  @BeforeAll
  static void start() throws Exception {
    service =
        RunningService.serving(vertx -> {
          Router router = Router.router(vertx);
          router
              .route()
              .handler(ctx ->
                  ctx.request()
                      .body()
                      .onSuccess(body -> ctx.end(ctx.request().version() + " " + body)));
          return router;
        });
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: H2C\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !\r\n",
        "Upgrade: h2c\r\n"
      })
  void answersAsIfNobodyHadAskedForIt(String fields) throws Exception {
    String head = " /a HTTP/1.1\r\nHost: a\r\n" + fields;
    String close = "\r\nHost: a\r\nConnection: close\r\n\r\n";

    String answers =
        exchange("POST" + head + "Content-Length: 4\r\n\r\nbody" + "GET /b HTTP/1.1" + close);

    assertThat(answers)
        .containsPattern("(?s)^HTTP/1.1 200 .*HTTP_1_1 bodyHTTP/1.1 200 .*HTTP_1_1 $");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PROPFIND", "P", "PRI"})
  void readsARequestHoweverItsBytesCome(String method) throws Exception {
    String request = method + " /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    assertThat(exchange(request)).startsWith("HTTP/1.1 200 ");
    assertThat(byteByByte(request)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void letsThoseBeginWithHttp2WhoWantIt(Vertx vertx) throws Exception {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));

    var answer =
        TestTelemetry.await(
            client
                .request(HttpMethod.GET, service.port(), "127.0.0.1", "/a")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body));

    assertThat(answer).hasToString("HTTP_2 ");
    TestTelemetry.await(client.close());
  }

  private static String exchange(String request) throws Exception {
    try (Socket socket = service.client().connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket);
    }
  }

  private static String byteByByte(String request) throws Exception {
    try (Socket socket = service.client().connect()) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      for (byte next : request.getBytes(StandardCharsets.ISO_8859_1)) {
        out.write(next);
        out.flush();
      }
      return read(socket);
    }
  }

  private static String read(Socket socket) throws Exception {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
