package dev.vitrine.platform.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.testing.CapturedLogs;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources, answers, pages and problems, as a client meets them. */
final class ResourceTest {
  private static RunningService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    service = RunningService.serving(ResourceTest::router);
    client = service.client();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  private static Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(new DateField());
    new ProblemHandler(ResourceTest::problemOf).mount(router);
    Resource.at(router, "/things/{id}")
        .get(ctx -> Answers.tagged(ctx, "v1", Map.of("id", PathParameters.id(ctx, "thing"))))
        .only();
    Resource.at(router, "/things")
        .get(ResourceTest::list)
        .post(
            BodyHandler.create(false).setBodyLimit(100),
            ctx -> Answers.json(ctx, 201, JsonRequest.read(ctx)))
        .only();
    Resource.at(router, "/page")
        .offering("text/html")
        .get(ctx -> Answers.digested(ctx, "text/html; charset=utf-8", Buffer.buffer("<p>\u00e4")))
        .only();
    Resource.at(router, "/bug").get(ctx -> throwBug()).only();
    Resource.at(router, "/later")
        .get(ctx -> ctx.vertx().runOnContext(v -> ctx.fail(new IllegalStateException("secret"))))
        .only();
    Resource.at(router, "/away").get(ctx -> ctx.fail(new ArithmeticException("secret"))).only();
    Resource.at(router, "/half")
        .get(ctx -> {
          ctx.response().setChunked(true).write("half of it");
          ctx.fail(new IllegalStateException("secret"));
        })
        .only();
    Resource.at(router, "/slow")
        .post(ctx -> ctx.response().setChunked(true).write("half of it"))
        .only();
    return router;
  }

  private static void throwBug() {
    throw new IllegalStateException("secret");
  }

  private static Optional<Problem> problemOf(Throwable failure) {
    return failure instanceof ArithmeticException
        ? Optional.of(Problem.unavailable("away", "Come again.", Duration.ofMillis(2_500)))
        : Optional.empty();
  }

  /** Things 1 to 50. */
  private static void list(RoutingContext ctx) {
    Page page = Page.of(ctx);
    long first = page.after().orElse(0) + 1;
    List<Long> rows =
        LongStream.range(first, Math.min(first + page.rowsToFetch(), 51)).boxed().toList();
    Answers.digested(ctx, page.cut(ctx, rows, Long::longValue));
  }

  private static void assertProblem(Answer answer, int status, String kind) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").asText()).isEqualTo("urn:vitrine:problem:" + kind);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("reason").asText()).isEqualTo(kind);
    assertThat(problem.get("trace_id").asText()).matches("(?!0{32})[0-9a-f]{32}");
    assertThat(answer.body()).doesNotContain("Exception", "secret", "java", "vertx", "dev.vitrine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things/1", "/nothing", "/bug"})
  void saysWhenItAnswered(String path) throws Exception {
    Answer answer = client.get(path);

    Instant said = Instant.from(RFC_1123_DATE_TIME.parse(answer.header("Date")));
    assertThat(said).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(answer.header("Date")).hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length());
  }

  @Test
  void answersWithTheRepresentationAndItsTag() throws Exception {
    Answer answer = client.get("/things/7");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
    assertThat(answer.body()).isEqualTo("{\"id\":7}");
  }

  @Test
  void answersHeadWithTheHeadersOfGet() throws Exception {
    Answer get = client.get("/things/7");
    Answer head = client.send("HEAD", "/things/7", BodyPublishers.noBody());

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().map()).isEqualTo(get.headers().map());
  }

  @Test
  void answersNotModifiedWhereTheClientHasIt() throws Exception {
    Answer answer = client.get("/things/7", "If-None-Match", "\"v0\", W/\"v1\"");

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void answersNotModifiedForAListThatIsTheSame() throws Exception {
    Answer first = client.get("/things?limit=3");

    Answer same = client.get("/things?limit=3", "If-None-Match", first.header("ETag"));
    Answer other = client.get("/things?limit=4", "If-None-Match", first.header("ETag"));

    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(same.next()).isEqualTo(first.next());
    assertThat(other.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/things/7, DELETE, 'GET, HEAD'",
    "/things, PUT, 'GET, HEAD, POST'",
    "/things, BREW, 'GET, HEAD, POST'",
    "/bug, POST, 'GET, HEAD'",
  })
  void refusesOtherMethodsAndNamesThose(String path, String method, String allowed)
      throws Exception {
    Answer answer = client.send(method, path, BodyPublishers.noBody());

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/*",
        "text/html, application/json;q=0.1",
        "text/html;q=0.9, */*;q=0.1",
        "application/json; charset=utf-8",
        "APPLICATION/JSON"
      })
  void answersWhoeverTakesJson(String accept) throws Exception {
    assertThat(client.get("/things/7", "Accept", accept).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml, text/*",
        "application/json;q=0",
        "image/*;q=0.5",
        "application/json;q=0, text/*"
      })
  void refusesWhoeverDoesNotTakeJson(String accept) throws Exception {
    assertProblem(client.get("/things/7", "Accept", accept), 406, "not-acceptable");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 200",
    "'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 200",
    "text/*, 200",
    "*/*, 200",
    "application/json, 406",
    "text/css, 406",
    "text/html;q=0, 406"
  })
  void offersAPageToWhoeverTakesThat(String accept, int status) throws Exception {
    assertThat(client.get("/page", "Accept", accept).status()).isEqualTo(status);
  }

  @Test
  void answersByBytesOfAnyTypeOnceForEachClient() throws Exception {
    Answer first = client.get("/page");

    Answer again = client.get("/page", "If-None-Match", first.header("ETag"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("<p>\u00e4");
    assertThat(first.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {";;;", ",", "application/json;q=abc", "a/b/c", "application/json;q=2", "\"", "*"})
  void survivesAnyAcceptHeader(String accept) throws Exception {
    assertThat(client.get("/things/7", "Accept", accept).status()).isIn(200, 400, 406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/thingsX", "/things/7/more", "/Things"})
  void knowsNoOtherPaths(String path) throws Exception {
    Answer answer = client.get(path);

    assertProblem(answer, 404, "not-found");
    assertThat(answer.json().get("instance").asText()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "abc",
        "1.0",
        "1e3",
        "007",
        "9223372036854775808",
        "99999999999999999999999",
        "%31x",
        "%00",
        "%20",
        "1%2F2",
        "%F0%9F%98%80",
        "null",
        "1;x"
      })
  void knowsNoThingOfAnImpossibleId(String id) throws Exception {
    assertProblem(client.get("/things/" + id), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /things/%zz HTTP/1.1, 400",
    "GET /things/%f HTTP/1.1, 400",
    "GET /things/%ff HTTP/1.1, 404",
    "GET /things?limit=%zz HTTP/1.1, 400",
    "GET /things?%zz=1 HTTP/1.1, 400",
    "GET /things?limit=%ff HTTP/1.1, 400",
    "G@T /things HTTP/1.1, 400",
    "GET /things FTP/9, 400",
    "GET /things, 400",
    "utter nonsense, 400",
    "GET * HTTP/1.1, 404",
    "OPTIONS * HTTP/1.1, 404",
    "GET http://other/things/7 HTTP/1.1, 200",
  })
  void answersWhatNoDecentClientSends(String line, int status) throws Exception {
    String request = line + "\r\nHost: x\r\nConnection: close\r\n\r\n";

    String answer = client.exchange(request.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(answer).startsWith("HTTP/1.").doesNotContain("Exception");
    assertThat(answer.substring(9, 12)).isEqualTo(Integer.toString(status));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 415",
    "text/plain, 415",
    "application/jsonx, 415",
    "application/json, 201",
    "APPLICATION/JSON; charset=utf-8, 201",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data, 415",
    "multipart/form-data; boundary=x, 415"
  })
  void takesABodyOnlyOfItsOwnType(String type, int status) throws Exception {
    String body = "{\"a\":1}";
    String request =
        "POST /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + (type.isEmpty() ? "" : "\r\nContent-Type: " + type)
            + "\r\n\r\n"
            + body;

    String answer = client.exchange(request.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip", "x", "aws-chunked"})
  void refusesABodyThatIsEncoded(String coding) throws Exception {
    Answer answer = postEncoded(coding);

    assertProblem(answer, 415, "unsupported-content-coding");
    assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    assertThat(answer.header("Accept")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", "", ","})
  void takesABodyThatIsNotEncoded(String coding) throws Exception {
    assertThat(postEncoded(coding).status()).isEqualTo(201);
  }

  private static Answer postEncoded(String coding) throws Exception {
    return client.send(
        "POST",
        "/things",
        BodyPublishers.ofString("{}"),
        "Content-Type",
        "application/json",
        "Content-Encoding",
        coding);
  }

  @Test
  void refusesABodyBeyondTheLimit() throws Exception {
    String tooLong = '"' + "x".repeat(100) + '"';

    assertProblem(client.postJson("/things", tooLong), 413, "content-too-large");
    assertProblem(
        client.send(
            "POST",
            "/things",
            BodyPublishers.fromPublisher(BodyPublishers.ofString(tooLong)), // chunked
            "Content-Type",
            "application/json"),
        413,
        "content-too-large");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: -5, abc",
    "Content-Length: abc, abc",
    "'Content-Length: 3\r\nContent-Length: 4', abcd",
    "'Content-Length: 3\r\nTransfer-Encoding: chunked', abc",
    "Content-Length: 99999999999999999999, abc",
  })
  void refusesABodyWhoseFramingIsBroken(String framing, String body) throws Exception {
    String request =
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + framing
            + "\r\n\r\n"
            + body;

    String answer = client.exchange(request.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(answer).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "\r\nabc\r\n0\r\n\r\n",
        "2\r\n{}x\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\nT: 1\r\n 2\r\n\r\n",
      })
  void blamesTheClientForChunksThatAreNone(String chunks) throws Exception {
    String answer = client.exchange(chunked(chunks + "GET /things HTTP/1.1\r\nHost: x\r\n\r\n"));

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .contains("\"reason\":\"malformed-content\"")
        .containsOnlyOnce("HTTP/1.1");
    String trace = new JsonObject(answer.split("\r\n\r\n", 2)[1]).getString("trace_id");
    Awaitility.await().until(() -> !logged("http.request", trace).isEmpty());
    assertThat(logged("http.request", trace))
        .singleElement()
        .satisfies(
            line -> assertThat(line.get("http.response.status_code").asInt()).isEqualTo(400));
    assertThat(logged("request.failed", trace)).isEmpty();
  }

  private static List<JsonNode> logged(String event, String trace) {
    return CapturedLogs.of(event).stream()
        .filter(line -> line.path("trace_id").asText().equals(trace))
        .toList();
  }

  @Test
  void letsAClientGoOnSendingAfterItsBadChunk() throws Exception {
    try (Socket socket = client.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(chunked("zz\r\n"));
      out.write(new byte[1_000_000]);

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("}");
    }
  }

  @Test
  void breaksOffAnAnswerWhoseRequestBreaksOff() throws Exception {
    String answer = client.exchange(chunkedTo("/slow", "zz\r\n"));

    assertThat(answer).contains("half of it").doesNotContain("\r\n0\r\n", "problem");
  }

  private static byte[] chunked(String chunks) {
    return chunkedTo("/things", chunks);
  }

  private static byte[] chunkedTo(String path, String chunks) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    return (head + chunks).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void refusesHeadsBeyondTheLimits() throws Exception {
    String longUri = "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    String longHeader = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";

    assertThat(client.exchange(longUri.getBytes(StandardCharsets.ISO_8859_1)))
        .startsWith("HTTP/1.1 414");
    assertThat(client.exchange(longHeader.getBytes(StandardCharsets.ISO_8859_1)))
        .startsWith("HTTP/1.1 431")
        .doesNotContain("instance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bug", "/later"})
  void tellsNothingOfABug(String path) throws Exception {
    int before = CapturedLogs.of("request.failed").size();

    Answer answer = client.get(path);

    assertProblem(answer, 500, "internal-error");
    Awaitility.await().until(() -> CapturedLogs.of("request.failed").size() == before + 1);
  }

  @Test
  void translatesTheFailuresOfTheService() throws Exception {
    Answer answer = client.get("/away");

    assertProblem(answer, 503, "away");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.json().get("detail").asText()).isEqualTo("Come again.");
  }

  @Test
  void cutsAnAnswerThatFailsMidway() throws Exception {
    String answer =
        client.exchange("GET /half HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(answer).contains("half of it").doesNotContain("\r\n0\r\n", "problem");
  }

  @Test
  void leadsThroughAListPageByPage() throws Exception {
    List<Integer> seen = new ArrayList<>();
    Optional<String> next = Optional.of("/things?limit=20");

    while (next.isPresent()) {
      Answer page = client.get(next.get());
      page.json().forEach(id -> seen.add(id.asInt()));
      next = page.next();
    }

    assertThat(seen)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).mapToObj(i -> (int) i).toList());
  }

  @Test
  void keepsTheOtherParametersInTheLink() throws Exception {
    Answer page = client.get("/things?q=a%26b+%C3%A4&limit=2&x=");

    assertThat(page.next().orElseThrow()).startsWith("/things?q=a%26b+%C3%A4&x=&limit=2&cursor=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=101",
        "limit=1000",
        "limit=abc",
        "limit=1.5",
        "limit=%31%00",
        "limit=5&limit=6",
        "limit=99999999999",
        "limit=+5",
        "limit=%D9%A1",
        "cursor=abc",
        "cursor=!!!",
        "cursor=AQAAAAAAAAA",
        "cursor=AgAAAAAAAAAB",
        "cursor=Af__________",
        "cursor=AQAAAAAAAAAA",
        "cursor=a&cursor=b",
        "cursor=AQAAAAAAAAABAA"
      })
  void refusesPagesThatItHasNotGivenOut(String query) throws Exception {
    assertProblem(client.get("/things?" + query), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({"'', 20", "limit=, 20", "limit=1, 1", "limit=007, 7", "limit=100, 50", "cursor=, 20"})
  void cutsPagesOfTheLengthAskedFor(String query, int length) throws Exception {
    Answer page = client.get("/things?" + query);

    assertThat(page.json()).hasSize(length);
  }
}
