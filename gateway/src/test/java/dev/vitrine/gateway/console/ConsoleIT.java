package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.RawServer;
import dev.vitrine.gateway.RunningGateway;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, before a whole gateway: what happens there is seen here. */
@ExtendWith(VertxExtension.class)
class ConsoleIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  @TempDir static Path browserFolder;

  private static Vertx vertx;
  private static Browser browser;

  @TempDir Path folder;

  @BeforeAll
  static void start(Vertx shared) throws Exception {
    vertx = shared;
    browser = Browser.start(ConsoleIT.class, browserFolder);
    browser.dress(1280, 800, "light");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void leaveWhatWasOpen() throws Exception {
    browser.open("about:blank");
    browser.complaints();
  }

  @Test
  void showsWhatBecomesOfEndpointsAndOfRequests() throws Exception {
    AtomicReference<String> readiness = new AtomicReference<>(OK);
    try (RawServer one = RawServer.answering(vertx, OK);
        RawServer two = RawServer.answering(vertx, OK);
        RawServer management =
            new RawServer(vertx, (text, socket) -> socket.write(readiness.get()));
        RunningGateway gateway = RunningGateway.with(shop(one, two, management))) {
      browser.open("http://127.0.0.1:" + gateway.managementPort() + "/");
      awaitText("#upstreams article:nth-child(1) .state", "2 of 2 ready");
      assertThat(browser.texts("#routes [data-slot=path]")).containsExactly("/catalog", "/people");
      assertThat(browser.texts("#upstreams tbody [data-slot=address]"))
          .containsExactly(
              "127.0.0.1:" + one.port(), "127.0.0.1:" + two.port(), "127.0.0.1:" + two.port());

      readiness.set(UNAVAILABLE);
      awaitText("#upstreams tr:nth-child(2) .state", "not ready");

      assertThat(browser.text("#upstreams tr:nth-child(2) [data-slot=reason]"))
          .isEqualTo("/health/ready answered 503");
      assertThat(browser.text("#changes li"))
          .contains("catalog", "127.0.0.1:" + two.port(), "ready to", "not ready")
          .endsWith("/health/ready answered 503");

      TestClient client = TestClient.of(gateway.port());
      await()
          .pollInterval(Duration.ofMillis(20))
          .untilAsserted(() -> {
            assertThat(client.get("/catalog/1").status()).isEqualTo(200);
            assertThat(client.get("/nowhere").status()).isEqualTo(404);
            assertThat(browser.text("#traffic [data-slot=rate]")).matches("[1-9].*");
            assertThat(browser.text("#upstreams [data-slot=p95]")).endsWith(" ms");
            assertThat(browser.text("#upstreams tbody [data-slot=rate]")).matches("[1-9].*");
            assertThat(browser.text("#routes [data-slot=p50]")).endsWith(" ms");
            assertThat(browser.text("#routes tr:nth-child(2) [data-slot=rate]")).isEqualTo("0");
            assertThat(browser.text("#rejected tbody")).startsWith("not-found");
          });
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void showsNamesAndFaultsOfFilesAsTheyAreWritten() throws Exception {
    Path file = folder.resolve("gateway.yaml");
    String good =
        """
        upstreams: {"%1$s": {endpoints: [{address: "192.0.2.1:1"}]}}
        routes: [{path: /a, upstream: "%1$s"}]
        """
            .formatted(HOSTILE);
    Files.writeString(file, good);
    try (RunningGateway gateway =
        RunningGateway.with(
            Map.of("VITRINE_CONFIG", file.toString(), "VITRINE_DISCOVERY_POLL", "20ms"))) {
      browser.open("http://127.0.0.1:" + gateway.managementPort() + "/console");
      awaitText("#upstreams h3", HOSTILE);
      awaitText("#config", "in use");

      Files.writeString(file, good + "lifecycle: {pre-drain: \"" + HOSTILE + "\"}");

      awaitText("#config .fault", HOSTILE);
      assertThat(browser.text("#config")).contains("refused");
      assertThat(browser.run("return document.querySelectorAll('main img').length").asInt())
          .isZero();
      Files.writeString(file, good);
      awaitText("#config", "in use");
      assertThat(browser.text("#config .fault")).isEmpty();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void outlivesTheGateway() throws Exception {
    RunningGateway first = RunningGateway.with(Map.of());
    try (Front front = new Front(vertx, first.managementPort())) {
      browser.open(front.url("/console"));
      awaitText("#link", "live");

      first.close();
      awaitText("#link", "no answer since");
      String meanwhile = browser.text("#upstreams h3");
      try (RunningGateway second =
          RunningGateway.with(
              Map.of(
                  "VITRINE_UPSTREAMS", "{b: {endpoints: [{address: '192.0.2.1:1'}]}}",
                  "VITRINE_ROUTES", "[{path: /b, upstream: b}]"))) {
        front.leadTo(second.managementPort());
        awaitText("#link", "live");

        assertThat(meanwhile).isEqualTo("a");
        assertThat(browser.text("#upstreams h3")).isEqualTo("b");
        assertThat(browser.texts("#routes [data-slot=path]")).containsExactly("/b");
      }
    }
    assertThat(browser.complaints()).allMatch(it -> it.contains("/upstreams"));
  }

  private static Map<String, String> shop(RawServer one, RawServer two, RawServer management) {
    return Map.of(
        "VITRINE_UPSTREAMS",
        """
        {catalog: {endpoints: [
           {address: '127.0.0.1:%1$d'}, {address: '127.0.0.1:%2$d', management: '127.0.0.1:%3$d'}]},
         people: {endpoints: [{address: '127.0.0.1:%2$d'}]}}
        """
            .formatted(one.port(), two.port(), management.port()),
        "VITRINE_ROUTES",
        "[{path: /catalog, upstream: catalog}, {path: /people, upstream: people}]");
  }

  private static void awaitText(String selector, String text) {
    await().untilAsserted(() -> assertThat(browser.text(selector)).contains(text));
  }
}
