package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.file.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person can do with a system that runs. All tests use the same one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;
  private final Sandbox vitrine;

  RunningIT(@TempDir Path parent) throws IOException {
    this.home = Files.createDirectories(parent.resolve("a folder, with spaces"));
    this.vitrine = new Sandbox(home);
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    Answer up = vitrine.run("up", "--detach", "--replicas", "product-service=2");

    assertThat(up.output()).contains("Ready in", "1000 products", "curl -s http://127.0.0.1:");
    assertThat(up.code()).isZero();
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    Answer down = vitrine.run("down");

    assertThat(down.output()).contains("gateway", "product-service 2", "database", "Stopped.");
    assertThat(down.code()).isZero();
    assertThat(vitrine.processes()).isEmpty();
    assertThat(vitrine.run("status", "--json")).isEqualTo(new Answer(3, "[]\n"));
    assertThat(vitrine.run("down")).isEqualTo(new Answer(0, "Nothing is running.\n"));
    FileTree.delete(home);
  }

  @Test
  void statusShowsEveryProcess() throws Exception {
    JsonNode status = vitrine.status();

    assertThat(status)
        .extracting(entry -> entry.path("service").asText() + " " + entry.path("replica").asInt())
        .containsExactly(
            "gateway 1", "product-service 1", "product-service 2", "user-service 1", "database 1");
    assertThat(status)
        .allSatisfy(entry -> {
          assertThat(entry.path("ready").asBoolean()).isTrue();
          assertThat(entry.path("port").asInt()).isPositive();
          assertThat(entry.path("memory_bytes").asLong()).isPositive();
        });
    assertThat(vitrine.status("database", 1).path("management_port").isNull()).isTrue();
  }

  @Test
  void statusHasATableForPeople() throws Exception {
    Answer status = vitrine.run("status");

    assertThat(status.code()).isZero();
    assertThat(status.output()).contains("SERVICE", "supervisor", "in all", "MiB", "Try it:");
  }

  @Test
  void theGatewayIsToldOfEveryReplica() throws Exception {
    assertThat(Files.readString(vitrine.state().resolve("run/upstreams.json")))
        .contains("127.0.0.1:" + vitrine.status("product-service", 1).path("port").asInt())
        .contains(
            "127.0.0.1:" + vitrine.status("product-service", 2).path("management_port").asInt())
        .doesNotContain("database");
  }

  @Test
  void aSecondUpSaysWhoRuns() throws Exception {
    long supervisor = vitrine.stateFile().path("supervisor").path("pid").asLong();

    for (String[] again : new String[][] {{"up"}, {"up", "--detach"}}) {
      Answer second = vitrine.run(again);
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.output())
          .contains(
              "it runs already (process " + supervisor + ")", "./vitrine status", "./vitrine down");
    }
    assertThat(Files.readString(vitrine.state().resolve("logs/vitrine.log")))
        .doesNotContain("it runs already");
    assertThat(vitrine.run("idle").code()).isEqualTo(1);
    assertThat(vitrine.run("status").code()).isZero();
  }

  @Test
  void whatIsKilledIsStartedAgainAtTheSamePorts() throws Exception {
    for (String service : new String[] {"user-service", "database"}) {
      JsonNode before = vitrine.status(service, 1);

      Sandbox.signal(before.path("pid").asLong(), "KILL");

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            JsonNode after = vitrine.status(service, 1);
            assertThat(after.path("ready").asBoolean()).isTrue();
            assertThat(after.path("pid").asLong()).isNotEqualTo(before.path("pid").asLong());
            assertThat(after.path("port")).isEqualTo(before.path("port"));
            assertThat(after.path("management_port")).isEqualTo(before.path("management_port"));
          });
    }
    assertThat(vitrine.run("logs", "vitrine").output())
        .contains("user-service: it ended (signal 9, SIGKILL) after", "it is started again in 1 s");
  }

  @Test
  void logsOfAllProcessesAreReadAsOne() throws Exception {

    assertThat(vitrine.run("logs", "-n", "10000").output())
        .contains("a fake service begins", "database system is ready", "demo catalog");
    assertThat(vitrine.run("logs", "gateway", "-n", "1").output())
        .isEqualTo("{\"level\":\"INFO\",\"message\":\"a fake service begins\"}\n");
    assertThat(vitrine.run("logs", "nobody"))
        .satisfies(answer -> {
          assertThat(answer.code()).isEqualTo(1);
          assertThat(answer.output())
              .contains("there is no log of nobody; there is one of database");
        });
  }
}
