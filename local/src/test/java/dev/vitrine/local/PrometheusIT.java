package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.platform.testing.TestTool;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --prometheus}, with the real one. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class PrometheusIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 5_000;

  @TempDir Path parent;
  private Path home = Path.of(".");
  private Sandbox vitrine;

  @BeforeEach
  void prepare() throws IOException {
    // What a shell, YAML and Prometheus would each take for something else; a colon the JVM, too.
    home = Files.createDirectories(parent.resolve("a folder, [with] 'all' \"kinds\""));
    vitrine = new Sandbox(home);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    vitrine.run("down");
    assertThat(vitrine.processes()).isEmpty();
    FileTree.delete(home);
  }

  /** Takes as long as Prometheus waits before it scrapes for the first time. */
  @Test
  void scrapesEveryProcessAndEvaluatesTheRules() throws Exception {
    TestTool.require(PrometheusIT.class, "prometheus");

    Answer up = vitrine.run("up", "--detach", "--prometheus", "--replicas=product-service=2");

    assertThat(up.code()).as(up.output()).isZero();
    JsonNode entry = vitrine.status("prometheus", 1);
    assertThat(entry.path("ready").asBoolean()).isTrue();
    assertThat(entry.path("management_port").isNull()).isTrue();
    assertThat(up.output()).contains("http://127.0.0.1:" + entry.path("port").asInt() + "/alerts");
    int port = entry.path("port").asInt();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() ->
            assertThat(targets(port))
                .as(this::saidByPrometheus)
                .containsExactlyInAnyOrder(
                    "gateway up",
                    "user-service up",
                    "product-service up",
                    "product-service up",
                    "prometheus up"));
    assertThat(ask(port, "/api/v1/rules").path("data").path("groups"))
        .extracting(group -> Path.of(group.path("file").asText()).getFileName().toString())
        .contains("alerts.yaml", "slo-alerts.yaml", "slo-recordings.yaml");
    assertThat(vitrine.run("logs", "prometheus").output())
        .contains("Server is ready to receive web requests");
  }

  @Test
  void isStartedAgainAtTheSamePortWithWhatItHasCollected() throws Exception {
    TestTool.require(PrometheusIT.class, "prometheus");
    vitrine.run("up", "--detach", "--prometheus");
    JsonNode before = vitrine.status("prometheus", 1);

    Sandbox.signal(before.path("pid").asLong(), "KILL");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          JsonNode after = vitrine.status("prometheus", 1);
          assertThat(after.path("ready").asBoolean()).isTrue();
          assertThat(after.path("pid")).isNotEqualTo(before.path("pid"));
          assertThat(after.path("port")).isEqualTo(before.path("port"));
        });
    assertThat(vitrine.run("down").output()).contains("prometheus", "Stopped.");
    assertThat(vitrine.state().resolve("prometheus")).exists();
    assertThat(vitrine.run("down", "--clean").code()).isZero();
    assertThat(vitrine.state().resolve("prometheus")).doesNotExist();
  }

  @Test
  void withoutOneNothingIsStartedAndItIsSaidHowToGetIt() throws Exception {
    vitrine.set("VITRINE_LOCAL_PROMETHEUS_PROGRAM", "/nowhere/prometheus");

    Answer up = vitrine.run("up", "--detach", "--prometheus");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains(
            "x --prometheus: there is no /nowhere/prometheus: ./vitrine doctor --install installs");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
  }

  @Test
  void aTakenPortIsToldBeforeAnythingIsStarted() throws Exception {
    TestTool.require(PrometheusIT.class, "prometheus");
    try (ServerSocket other = new ServerSocket(0)) {
      vitrine.set("VITRINE_LOCAL_PROMETHEUS_PORT", Integer.toString(other.getLocalPort()));

      Answer up = vitrine.run("up", "--prometheus");

      assertThat(up.code()).isEqualTo(1);
      assertThat(up.output())
          .contains(
              "port " + other.getLocalPort() + ", which Prometheus wants, is taken",
              "VITRINE_LOCAL_PROMETHEUS_PORT");
      assertThat(vitrine.state().resolve("data")).doesNotExist();
    }
  }

  @Test
  void aPortThatAServiceHasIsToldBeforeAnythingIsStarted() throws Exception {
    TestTool.require(PrometheusIT.class, "prometheus");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    vitrine
        .set("VITRINE_LOCAL_PROMETHEUS_PORT", Integer.toString(port))
        .set("VITRINE_LOCAL_GATEWAY_PORT", Integer.toString(port));

    Answer up = vitrine.run("up", "--prometheus");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains("port " + port + " is wanted by the gateway and by Prometheus");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
  }

  /** Such as "gateway up"; with the error of one that is down. */
  private static List<String> targets(int port) throws IOException {
    List<String> targets = new ArrayList<>();
    for (JsonNode target : ask(port, "/api/v1/targets").path("data").path("activeTargets")) {
      targets.add(
          (target.path("labels").path("job").asText()
                  + " "
                  + target.path("health").asText()
                  + " "
                  + target.path("lastError").asText())
              .strip());
    }
    return targets;
  }

  private static JsonNode ask(int port, String path) throws IOException {
    URLConnection connection =
        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(ANSWER_MILLIS);
    connection.setReadTimeout(ANSWER_MILLIS);
    try (InputStream answer = connection.getInputStream()) {
      return new ObjectMapper().readTree(answer);
    }
  }

  private String saidByPrometheus() {
    try {
      return Files.readString(vitrine.state().resolve("logs/prometheus-1.log"));
    } catch (IOException none) {
      return none.toString();
    }
  }
}
