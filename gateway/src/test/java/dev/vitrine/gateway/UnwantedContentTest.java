package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of content whose request the gateway answers by itself: a little is read. */
@ExtendWith(VertxExtension.class)
class UnwantedContentTest {
  private static final int LITTLE = 64 * 1024;
  private static final Buffer PIECE = Buffer.buffer("x".repeat(16 * 1024));

  /** A MiB: far more than a client of HTTP/2 may send before anybody reads. */
  private static final int PIECES = 64;

  private RunningGateway gateway;
  private HttpClient client;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    // No endpoint, and nobody waits for one.
    gateway = RunningGateway.with(Map.of("VITRINE_ROUTE_DEFAULTS_HOLD", "0s"));
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
  }

  @AfterEach
  void stop() throws Exception {
    client.close().await(5, TimeUnit.SECONDS);
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/nowhere,404,Content-Length: 65537",
    "/nowhere,404,Content-Length: 100000000000",
    "/nowhere,404,Transfer-Encoding: chunked",
    "/a,413,Content-Length: 100000000000",
    "/a,503,Content-Length: 65537",
    "/a,503,Transfer-Encoding: chunked"
  })
  void endsTheConnectionWhereItMayBeMuch(String path, int status, String framing) throws Exception {
    String head = "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n";

    String answer = RawClient.exchange(gateway.port(), head);

    assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("}");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\nconnection: close\r\n");
  }

  @Test
  void endsTheConnectionOfAnOldClientThatWantsItKept() throws Exception {
    String head =
        "POST /nowhere HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 65537\r\n\r\n";

    String answer = RawClient.exchange(gateway.port(), head);

    assertThat(answer).startsWith("HTTP/1.0 404").endsWith("}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/a"})
  void isReadWhereItIsLittle(String path) throws Exception {
    String first =
        "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + LITTLE + "\r\n\r\n";
    String next = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    String answers = RawClient.exchange(gateway.port(), first + "x".repeat(LITTLE) + next);

    assertThat(answers).startsWith("HTTP/1.1 ").contains("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({"/nowhere,404,true", "/nowhere,404,false", "/a,503,true", "/a,503,false"})
  void resetsTheStreamWithoutAnErrorWhereItIsMuch(String path, int status, boolean declared)
      throws Exception {
    List<Throwable> ends = new CopyOnWriteArrayList<>();
    HttpClientRequest request = post(path, ends);
    if (declared) {
      request.putHeader("Content-Length", Integer.toString(PIECES * PIECE.length()));
    }

    Future<Answer> coming = read(request);
    request.sendHead();
    Answer answer = coming.await(5, TimeUnit.SECONDS);
    Throwable stopped =
        catchThrowable(() -> {
          for (int i = 0; i < PIECES; i++) {
            request.write(PIECE).await(5, TimeUnit.SECONDS);
          }
        });

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).endsWith("}");
    assertThat(stopped).isNotNull();
    await().until(() -> !ends.isEmpty());
    assertThat(ends.getFirst())
        .isInstanceOfSatisfying(
            StreamResetException.class, reset -> assertThat(reset.getCode()).isZero());
    await().until(() -> answered(status) == 1);
    assertThat(answered(499)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/a"})
  void leavesTheStreamAloneWhereItIsLittle(String path) throws Exception {
    List<Throwable> ends = new CopyOnWriteArrayList<>();
    HttpClientRequest request = post(path, ends);

    Future<Answer> coming = read(request);
    request.sendHead();
    Answer answer = coming.await(5, TimeUnit.SECONDS);
    request.end(PIECE).await(5, TimeUnit.SECONDS);
    // On the same connection: whatever was said of the first has been heard by then.
    post(path, ends).send().await(5, TimeUnit.SECONDS);

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(ends).isEmpty();
  }

  private record Answer(int status, String body) {}

  /** To be asked for before the request is sent, so that nothing of it has passed by then. */
  private static Future<Answer> read(HttpClientRequest request) {
    return request
        .response()
        .compose(
            answer -> answer.body().map(body -> new Answer(answer.statusCode(), body.toString())));
  }

  private HttpClientRequest post(String path, List<Throwable> ends) throws Exception {
    HttpClientRequest request =
        client
            .request(HttpMethod.POST, gateway.port(), "127.0.0.1", path)
            .await(5, TimeUnit.SECONDS);
    request.exceptionHandler(ends::add);
    return request.setChunked(true);
  }

  private double answered(int status) {
    return gateway.metric(
        "http.server.request.duration", "http.response.status_code", Integer.toString(status));
  }
}
