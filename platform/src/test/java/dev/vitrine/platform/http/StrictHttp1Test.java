package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.RunningService;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of heads that Vert.x alone would read more kindly. */
class StrictHttp1Test {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n";

  private static RunningService service;

  @BeforeAll
  static void start() throws Exception {
    service =
        RunningService.serving(vertx -> {
          Router router = Router.router(vertx);
          router.route().handler(new WellFormedTarget());
          new ProblemHandler(bug -> java.util.Optional.empty()).mount(router);
          router.route().handler(ctx -> ctx.end("ok"));
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
        "GET /a HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET /a http/1.1\r\nHost: a\r\n\r\n",
        GET + ": 1\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\n",
        GET + "Host: a\r\n\r\n",
        GET + "X: 1\r\n 2\r\n\r\n",
        "GET /a HTTP/1.1\r\n\tX: 1\r\nHost: a\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nX: 1\r\n Content-Length: 0\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: \r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /a HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
        GET + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        GET + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void refusesAndClosesWhatIsNotPlain(String request) throws Exception {
    assertThat(statuses(request + GET + "\r\n")).containsExactly("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HT<P/1.1",
        "HTT7/1.1",
        "P/1.1",
        "\u00b6/1.1",
        "HTTP\u00a6/1.1",
        "http/1.1",
        "HTTP/1.10"
      })
  void repeatsNoProtocolWordOfTheClient(String word) throws Exception {
    for (String field : List.of("Host: a", "C\\etion: close", "No-Colon", "Content-Length: x")) {
      String request = "GET /a " + word + "\r\nHost: a\r\n" + field + "\r\n\r\n";

      assertThat(exchange(request)).as(request).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /\r\nHost: a\r\n\r\n",
        "\u00b6 / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 x\r\nHost: a\r\n\r\n"
      })
  void answersWhatHasNoRequestLineInItsOwnVersion(String request) throws Exception {
    assertThat(exchange(request)).startsWith("HTTP/1.1 400 Bad Request\r\n");
  }

  @Test
  void answersABrokenRequestOfHttp10InItsVersion() throws Exception {
    assertThat(exchange("GET /a HTTP/1.0\r\nNo-Colon\r\n\r\n")).startsWith("HTTP/1.0 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a#b", "/a\u0001", "/a\u007f", "/\u00e4"})
  void refusesTargetsThatAreNone(String target) throws Exception {
    String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    assertThat(statuses(request)).containsExactly("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close\r\n",
        "Connection: x, Close\r\n",
        "Connection: keep-alive\r\nConnection: close\r\n"
      })
  void looksAtNothingAfterClose(String connection) throws Exception {
    assertThat(statuses(GET + connection + "\r\n" + GET + "\r\n")).containsExactly("200");
  }

  @Test
  void refusesAFoldedLineBehindContentThatHasSuchLines() throws Exception {
    String content = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\na\r\n b\n";
    String chunks =
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\n a\n\r\n0\r\n\r\n";

    assertThat(statuses(content + chunks + GET + "X: 1\r\n 2\r\n\r\n" + GET + "\r\n"))
        .containsExactly("200", "200", "400");
  }

  @Test
  void takesChunkedInAnyCase() throws Exception {
    String request = GET + "Connection: close\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n";

    assertThat(statuses(request)).containsExactly("200");
  }

  private static List<String> statuses(String requests) throws Exception {
    return Pattern.compile("HTTP/1\\.[01] (\\d{3})")
        .matcher(exchange(requests))
        .results()
        .map(answer -> answer.group(1))
        .toList();
  }

  private static String exchange(String requests) throws Exception {
    return service.client().exchange(requests.getBytes(StandardCharsets.ISO_8859_1));
  }
}
