package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitrine.gateway.console.ScriptedGateway.Counts;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console page in a browser, before a gateway that says what a test wants. */
@ExtendWith(VertxExtension.class)
class ConsolePageIT {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final String TAB = "\uE004";
  private static final Counts BUSY = new Counts(100, 5, List.of(50, 90, 95, 98));

  @TempDir static Path folder;

  private static Vertx vertx;
  private static Browser browser;

  private ScriptedGateway gateway;

  @BeforeAll
  static void start(Vertx shared) throws Exception {
    vertx = shared;
    browser = Browser.start(ConsolePageIT.class, folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(vertx);
    browser.dress(1280, 800, "light");
    browser.open("about:blank");
    browser.complaints();
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
  }

  @Test
  void tellsRatesAndLatenciesOfTheTimeBetweenTwoAnswers() throws Exception {
    gateway.serves(BUSY);

    browser.open(gateway.url());

    for (String place : List.of("#traffic", "#upstreams article", "#routes tbody tr")) {
      awaitText(place + " [data-slot=rate]", "100");
      assertThat(browser.text(place + " [data-slot=errors]")).isEqualTo("5.0 %");
      assertThat(browser.text(place + " [data-slot=p50]")).isEqualTo("< 5 ms");
      assertThat(browser.text(place + " [data-slot=p95]")).isEqualTo("100 ms");
      assertThat(browser.text(place + " [data-slot=p99]")).isEqualTo("> 10 s");
    }
    assertThat(browser.text("#upstreams tbody [data-slot=rate]")).isEqualTo("100");
    await().untilAsserted(() -> assertThat(curve()).startsWith("M").contains("L"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void knowsNothingOfTheTimeBeforeAGatewayBeganAnew() throws Exception {
    gateway.serves(BUSY);
    browser.open(gateway.url());
    awaitText("#traffic [data-slot=rate]", "100");

    gateway.serves(new Counts(1, 0, List.of(0, 1, 1, 1)));
    gateway.says(picture ->
        ((ObjectNode) picture.path("gateway")).put("started_at", ScriptedGateway.START.toString()));

    awaitText("#traffic [data-slot=rate]", "1.0");
    assertThat(browser.text("#traffic [data-slot=p50]")).isEqualTo("7.5 ms");
    assertThat(browser.text("#traffic [data-slot=most]")).isEqualTo(", at most 1.0");
    assertThat(browser.text("#phase")).matches("serving up \\d+ s");
  }

  @Test
  void showsHostileTextAsText() throws Exception {
    gateway.says(ConsolePageIT::makeHostile);

    browser.open(gateway.url());

    awaitText("#upstreams h3", HOSTILE);
    for (String place :
        List.of(
            "#phase",
            "#config",
            "#certificate",
            "#tokens",
            "#upstreams article .fault",
            "#upstreams tbody [data-slot=address]",
            "#upstreams tbody [data-slot=reason]",
            "#upstreams tbody .state",
            "#routes [data-slot=path]",
            "#routes [data-slot=rules]",
            "#changes [data-slot=after]",
            "#changes [data-slot=reason]",
            "#rejected [data-slot=reason]")) {
      assertThat(browser.text(place)).as(place).contains(HOSTILE);
    }
    assertThat(
            browser.run("return document.querySelectorAll('main img, main script').length").asInt())
        .isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tellsEachStateByAWordAndAShape() throws Exception {
    List<String> states = List.of("ready", "not_ready", "ejected", "terminating", "unknown");
    gateway.says(picture -> {
      ArrayNode endpoints = (ArrayNode) picture.at("/upstreams/0/endpoints");
      ObjectNode first = (ObjectNode) endpoints.path(0);
      endpoints.removeAll();
      states.forEach(
          state -> endpoints.add(first.deepCopy().put("address", state).put("state", state)));
    });

    browser.open(gateway.url());

    awaitText("#upstreams header .state", "1 of 5 ready");
    assertThat(browser.texts("#upstreams tbody .state"))
        .containsExactly("ready", "not ready", "ejected", "terminating", "unknown");
    assertThat(
            browser.run(
                """
                return [...document.querySelectorAll('#upstreams tbody .state')]
                  .map((it) => getComputedStyle(it, '::before'))
                  .map((it) => it.clipPath + it.borderRadius + it.borderStyle)
                """))
        .doesNotHaveDuplicates()
        .hasSize(5);
    assertThat(browser.run("return document.title").asText()).startsWith("4 not ready");
  }

  @Test
  void tellsWhatIsAtFaultWithFilesAndKeys() throws Exception {
    gateway.says(picture -> {
      ((ObjectNode) picture.path("config")).put("fault", "gateway.yaml: not a map");
      ObjectNode edge = (ObjectNode) picture.path("edge");
      edge.putObject("certificate").put("expires_at", "2026-01-11T01:30:00Z").put("fault", "");
      edge.putObject("tokens")
          .put("keys", 2)
          .put("age_seconds", 90.0)
          .put("failed_refreshes", 3)
          .put("fault", "no endpoint of a is ready");
    });

    browser.open(gateway.url());

    awaitText("#config", "refused");
    assertThat(browser.text("#config .fault")).isEqualTo("gateway.yaml: not a map");
    assertThat(
            browser
                .run("return getComputedStyle(document.querySelector('#config .fault')).color")
                .asText())
        .isEqualTo("rgb(192, 43, 55)");
    assertThat(browser.text("#certificate")).contains("in use", "expires in 10 d 0 h");
    assertThat(
            browser
                .run("return document.querySelector('#certificate .state').dataset.state")
                .asText())
        .isEqualTo("ejected");
    assertThat(browser.text("#tokens"))
        .contains("2 keys", "fetched 1 min ago, in vain 3 times", "no endpoint of a is ready");
  }

  @Test
  void tellsTheRulesOfARouteThatAreItsOwn() throws Exception {
    gateway.says(picture -> {
      ObjectNode route = (ObjectNode) picture.at("/routes/0");
      route
          .putObject("overrides")
          .put("streaming", true)
          .put("hedging", false)
          .put("hold_seconds", 2.5)
          .put("max_body", 67_108_864);
      ObjectNode protection = (ObjectNode) route.path("protection");
      protection.put("access", "authenticated").putArray("scopes").add("catalog:write");
      protection
          .putObject("rate_limit")
          .put("requests", 100)
          .put("per_seconds", 1.0)
          .put("burst", 200);
      protection.putArray("cors_origins").add("https://shop.example");
    });

    browser.open(gateway.url());

    awaitText(
        "#routes [data-slot=rules]",
        "authenticated catalog:write · 100 per 1 s · CORS for 1 · streaming · no hedging · hold 2.5 s · max body 64 MiB");
  }

  @Test
  void saysThatThereIsNoAnswerAndSinceWhenAndRecoversByItself() throws Exception {
    browser.open(gateway.url());
    awaitText("#link", "live");

    gateway.does(ctx -> ctx.response().setStatusCode(503).end());
    awaitText("#link", "it answers 503");
    String first = browser.text("#link");
    await().until(() -> !browser.text("#link").equals(first));
    String later = browser.text("#link");
    String spoken = browser.text("#news");
    gateway.does(ctx -> ctx.response().end("<p>a portal"));
    awaitText("#link", "it is no JSON");
    gateway.does(ctx -> ctx.request().connection().close());
    awaitText("#link", "it cannot be reached");
    String title = browser.run("return document.title").asText();
    gateway.says(picture -> {});
    awaitText("#link", "live");

    assertThat(List.of(first, later))
        .allMatch(it -> it.matches("no answer since \\d+ s it answers 503"));
    assertThat(spoken).isEqualTo("The gateway does not answer.");
    assertThat(title).startsWith("No answer");
    assertThat(browser.text("#link")).isEqualTo("live");
    assertThat(browser.text("#news")).isEqualTo("It answers again.");
    assertThat(browser.run("return document.title").asText()).isEqualTo("Vitrine gateway");
    assertThat(browser.complaints()).allMatch(it -> it.contains("/upstreams"));
  }

  @Test
  void doesNotWaitForeverForAnAnswer() throws Exception {
    List<RoutingContext> unanswered = new ArrayList<>();
    browser.open(gateway.url());
    awaitText("#link", "live");

    gateway.does(unanswered::add);
    awaitText("#link", "it takes too long");
    gateway.says(picture -> {});

    awaitText("#link", "live");
  }

  @Test
  void isWorkedByTheKeyboardAndAsksNothingWhilePaused() throws Exception {
    browser.open(gateway.url());
    awaitText("#link", "live");

    browser.strike(TAB, " ");
    awaitText("#link", "paused");
    int asked = gateway.asked();
    // One question may have been under way.
    await().during(Duration.ofMillis(3_500)).until(() -> gateway.asked() - asked <= 1);
    browser.strike(" ");

    awaitText("#link", "live");
    await().until(() -> gateway.asked() - asked > 2);
  }

  @Test
  void asksNothingWhileNobodyLooks() throws Exception {
    browser.open(gateway.url());
    awaitText("#link", "live");

    browser.openTab();
    int asked = gateway.asked();
    await().during(Duration.ofMillis(3_500)).until(() -> gateway.asked() - asked <= 1);
    browser.closeTab();

    await().until(() -> gateway.asked() - asked > 2);
    assertThat(browser.text("#link")).isEqualTo("live");
  }

  @Test
  void movesNothingWhenFiguresChange() throws Exception {
    gateway.says(picture -> {
      ((ObjectNode) picture.at("/upstreams/0")).put("in_flight", gateway.asked() % 2 * 1_000);
      ((ObjectNode) picture.at("/upstreams/0/endpoints/0"))
          .put("latency_seconds", gateway.asked() % 2 * 0.9999);
    });
    browser.open(gateway.url());
    awaitText("#link", "live");
    browser.run(
        """
        window.shifts = [];
        new PerformanceObserver((seen) => shifts.push(...seen.getEntries().map((it) => it.value)))
          .observe({ type: 'layout-shift' });
        """);

    gateway.serves(BUSY);
    awaitText("#traffic [data-slot=p99]", "> 10 s");
    int asked = gateway.asked();
    await().until(() -> gateway.asked() > asked + 3);

    assertThat(browser.run("return window.shifts")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1280, 800", "820, 1180", "390, 844"})
  void letsNoFigureRunIntoAnother(int width, int height) throws Exception {
    browser.dress(width, height, "light");
    gateway.serves(new Counts(9_999, 9_899, List.of(0, 0, 9_999, 9_999)));
    gateway.says(picture -> {
      ObjectNode upstream = (ObjectNode) picture.at("/upstreams/0");
      upstream.put("in_flight", 1_024).put("queued", 256).put("held", 256);
      upstream.put("retries", 123_456).put("ejections", 1_234);
      ((ObjectNode) upstream.at("/endpoints/0"))
          .put("in_flight", 1_024)
          .put("latency_seconds", 0.999)
          .put("since", "2025-03-01T00:00:00Z")
          .put("state", "terminating");
    });

    browser.open(gateway.url());

    awaitText("#traffic [data-slot=rate]", "9999");
    String cell = "['DT', 'DD', 'TD', 'TH'].includes(it.tagName)";
    assertThat(elements(cell + " && it.scrollWidth > it.clientWidth")).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource({
    "1280, 800, light",
    "1280, 800, dark",
    "820, 1180, light",
    "390, 844, dark",
    "320, 640, light"
  })
  void fitsEveryScreenWhateverIsToldInWhateverLength(int width, int height, String scheme)
      throws Exception {
    browser.dress(width, height, scheme);
    gateway.serves(new Counts(123_456, 99, List.of(0, 1, 2, 123_456)));
    gateway.says(picture -> {
      ObjectNode upstream = (ObjectNode) picture.at("/upstreams/0");
      upstream.put("name", "n".repeat(200)).put("in_flight", 123_456).put("limit", 1_000_000);
      ((ObjectNode) upstream.path("source"))
          .put("name", "s".repeat(200))
          .put("fault", "f".repeat(200));
      ((ObjectNode) upstream.at("/endpoints/0"))
          .put("address", "[2001:db8:1234:5678:9abc:def0:1234:5678]:65535")
          .put("reason", "r".repeat(200))
          .put("since", "2020-01-01T00:00:00Z");
      ((ObjectNode) picture.at("/routes/0"))
          .put("path", "/" + "p".repeat(200))
          .put("upstream", "n".repeat(200));
      ((ObjectNode) picture.path("config")).put("fault", "x".repeat(500));
      ((ObjectNode) picture.at("/traffic/rejected")).put("r".repeat(100), 5);
    });

    browser.open(gateway.url());

    awaitText("#traffic [data-slot=rate]", "123 k");
    String outside = elements("it.getBoundingClientRect().right > innerWidth");
    assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
        .as(outside)
        .isEqualTo(width);
    assertThat(browser.complaints()).isEmpty();
  }

  private static void makeHostile(JsonNode node) {
    node.properties().forEach(ConsolePageIT::makeHostile);
    if (node.isArray()) {
      node.forEach(ConsolePageIT::makeHostile);
    }
    if (node.has("rejected")) {
      ((ObjectNode) node.path("rejected")).put(HOSTILE, 7);
    }
    if (node.has("overrides")) {
      ((ObjectNode) node.path("overrides")).put(HOSTILE, HOSTILE);
    }
    if (node.has("changes")) {
      ((ArrayNode) node.path("changes"))
          .addObject()
          .put("number", 1)
          .put("at", HOSTILE)
          .put("upstream", HOSTILE)
          .put("endpoint", HOSTILE)
          .put("before", HOSTILE)
          .put("after", HOSTILE)
          .put("reason", HOSTILE);
    }
    if (node.has("tokens")) {
      ObjectNode edge = (ObjectNode) node;
      edge.putObject("tokens").put("keys", 0).put("fault", HOSTILE);
      edge.putObject("certificate").put("expires_at", HOSTILE).put("fault", HOSTILE);
    }
  }

  private static void makeHostile(Map.Entry<String, JsonNode> field) {
    if (field.getValue().isTextual() && !field.getKey().equals("at")) {
      field.setValue(TextNode.valueOf(HOSTILE));
    } else {
      makeHostile(field.getValue());
    }
  }

  /** The elements of which that is true, for a person. */
  private static String elements(String condition) throws Exception {
    return browser
        .run(
            """
            return [...document.querySelectorAll('body *:not(path)')]
              .filter((it) => %s)
              .map((it) => it.tagName + ' ' + it.textContent)
            """
                .formatted(condition))
        .toString();
  }

  private static String curve() throws Exception {
    return browser
        .run("return document.querySelector('#traffic .rate').getAttribute('d')")
        .asText();
  }

  private static void awaitText(String selector, String text) {
    await().untilAsserted(() -> assertThat(browser.text(selector)).contains(text));
  }
}
