package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.RunningGateway;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the console page, as a browser gets them. */
class ConsolePageTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  private static RunningGateway gateway;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.before();
    client = gateway.management();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/console, text/html; charset=utf-8, 'text/html,application/xml;q=0.9,*/*;q=0.8'",
    "/console.css, text/css; charset=utf-8, 'text/css,*/*;q=0.1'",
    "/console.js, text/javascript; charset=utf-8, */*",
    "/console-figures.js, text/javascript; charset=utf-8, */*",
    "/console.svg, image/svg+xml; charset=utf-8, 'image/avif,image/svg+xml,image/*,*/*;q=0.8'"
  })
  void saysWhatEachFileIsAndThatItIsNothingElse(String path, String type, String accept)
      throws Exception {
    Answer answer = client.get(path, "Accept", accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isNotEmpty();
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console.css", "/console.js", "/console.svg"})
  void allowsNothingButItsOwnFiles(String path) throws Exception {
    String policy = client.get(path).header("Content-Security-Policy");

    assertThat(policy.split("; "))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")
        .noneMatch(directive -> directive.matches(".*(unsafe|\\*|data:|https?:).*"));
  }

  @Test
  void namesNothingThatIsElsewhere() throws Exception {
    List<String> named =
        REFERENCE
            .matcher(client.get("/console").body())
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(named).contains("console.js", "console.css", "console.svg", "upstreams", "metrics");
    for (String reference : named) {
      assertThat(reference).matches("[a-z.-]+");
      assertThat(client.get("/" + reference).status()).as(reference).isEqualTo(200);
    }
    for (String path : List.of("/console.css", "/console.js", "/console-figures.js")) {
      assertThat(client.get(path).body()).doesNotContain("://", "url(", "@import");
    }
  }

  @Test
  void hasNoScriptAndNoStyleWithinTheMarkup() throws Exception {
    String page = client.get("/console").body();

    assertThat(page).doesNotContainPattern("(?s)<script[^>]*>[^<]").doesNotContain("<style");
    assertThat(page).doesNotContainPattern("\\s(style|on[a-z]+)=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console.js", "/console-figures.js"})
  void neverMakesMarkupOfText(String script) throws Exception {
    assertThat(client.get(script).body())
        .doesNotContainPattern("(inner|outer)HTML|insertAdjacentHTML|document\\.write|\\beval\\b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console.css", "/console.js", "/console.svg"})
  void isAskedForOnceAndThenOnlyWhetherItStillHolds(String path) throws Exception {
    Answer first = client.get(path);

    Answer again = client.get(path, "If-None-Match", first.header("ETag"));

    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(first.header("ETag")).isNotEmpty();
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("Content-Security-Policy")).isNotEmpty();
  }

  @Test
  void answersHeadWithoutContent() throws Exception {
    Answer answer = client.send("HEAD", "/console", BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Length"))
        .isEqualTo(client.get("/console").header("Content-Length"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /console",
    "DELETE, /console.js",
    "PUT, /",
    "OPTIONS, /console.css",
    "POST, /upstreams"
  })
  void refusesOtherMethods(String method, String path) throws Exception {
    Answer answer = client.send(method, path, BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console.html",
        "/console.mjs",
        "/console/console.js",
        "/console-figures.js.map",
        "/Console",
        "/defaults.yaml",
        "/..%2fdefaults.yaml",
        "/favicon.ico"
      })
  void hasNoOtherFiles(String path) throws Exception {
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/, console", "/console/, ../console"})
  void leadsToThePage(String path, String location) throws Exception {
    Answer answer = client.get(path);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo(location);
  }

  @Test
  void isNoPageOfThePublicPort() throws Exception {
    assertThat(TestClient.of(gateway.port()).get("/console").status()).isEqualTo(404);
  }
}
