package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.Sandbox.Started;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person runs them, in processes of their own. */
class UpDownIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path parent;
  private Path home = Path.of(".");
  private Sandbox vitrine;

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectories(parent.resolve("a folder, with spaces"));
    vitrine = new Sandbox(home);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    vitrine.run("down");
    assertThat(vitrine.processes()).isEmpty();
    FileTree.delete(home);
  }

  @Test
  void theCatalogIsLoadedOnceForAsLongAsTheDataLives() throws Exception {
    assertThat(vitrine.run("up", "--detach").output()).contains("database created", "demo catalog");
    vitrine.run("down");
    assertThat(vitrine.run("up", "--detach").output())
        .doesNotContain("database created", "demo catalog");

    Answer clean = vitrine.run("down", "--clean");

    assertThat(clean.output()).contains("Stopped.");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
    assertThat(vitrine.state().resolve("secrets")).doesNotExist();
    assertThat(vitrine.state().resolve("logs")).doesNotExist();
    assertThat(vitrine.run("up", "--detach").output()).contains("database created", "demo catalog");
  }

  @Test
  void ctrlCStopsAllInOrder() throws Exception {
    Started up = vitrine.start("up");
    await().atMost(PATIENCE).until(() -> up.output().contains("Ready in"));

    up.signal("INT");

    assertThat(up.answer().code()).isZero();
    assertThat(up.output().substring(up.output().indexOf("Ready in")))
        .containsSubsequence(
            "gateway", "stopped", "-service", "stopped", "database", "stopped", "Stopped.");
    assertThat(vitrine.processes()).isEmpty();
    assertThat(vitrine.state().resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void ctrlCBeforeAnythingIsBegunIsTold() throws Exception {
    Path pipe = home.resolve("settings.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    vitrine.set("VITRINE_CONFIG", pipe.toString());
    Started up = vitrine.start("up");

    // Opened when the command begins to read its settings; it waits for them in vain.
    try (OutputStream _ = Files.newOutputStream(pipe)) {
      up.signal("INT");

      assertThat(up.answer()).isEqualTo(new Answer(130, "Interrupted; nothing was started.\n"));
    }
    vitrine.unset("VITRINE_CONFIG");
  }

  @Test
  void ctrlCWhileItStartsLeavesNothing() throws Exception {
    vitrine.behaviour("USER_SERVICE", "sulk");
    Started up = vitrine.start("up");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(vitrine.state().resolve("run/user-service-1.address.json")));

    up.signal("INT");

    assertThat(up.answer())
        .satisfies(answer -> {
          assertThat(answer.code()).isEqualTo(130);
          assertThat(answer.output())
              .endsWith("Stopped before it was ready; nothing is left running.\n");
        });
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void ctrlCWhileWaitingForADetachedStartEndsThatToo() throws Exception {
    vitrine.behaviour("USER_SERVICE", "sulk");
    Started up = vitrine.start("up", "--detach");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(vitrine.state().resolve("run/user-service-1.address.json")));

    up.signal("INT");

    assertThat(up.answer().code()).isEqualTo(130);
    await().atMost(PATIENCE).until(() -> vitrine.processes().isEmpty());
  }

  @Test
  void aServiceThatRefusesItsConfigurationIsNamedWithTheLineThatSaysWhy() throws Exception {
    vitrine.behaviour("PRODUCT_SERVICE", "refuse");

    Answer up = vitrine.run("up", "--detach");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains(
            """
              x product-service refuses its configuration:
                  http.port: 99999 (expected: a whole number from 0 to 65535)
            """)
        .doesNotContain("Ready in");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void aServiceThatEndsWhileStartingIsNamedWithItsLastLines() throws Exception {
    vitrine.behaviour("USER_SERVICE", "fail");

    Answer up = vitrine.run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains(
            "x user-service is not up: it ended while it was starting (exit code 1)",
            "ERROR user-service-1    the moon is in the way",
            "all it said: ");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void aServiceThatIsNeverReadyIsNamedWithItsReason() throws Exception {
    vitrine.behaviour("USER_SERVICE", "sulk").set("VITRINE_LOCAL_START_TIMEOUT", "4s");

    Answer up = vitrine.run("up", "--detach");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains("user-service is not up: it is not ready after 4 s: mood: it sulks");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void whatAKilledSupervisorLeftBehindIsStoppedByTheNextOne() throws Exception {
    vitrine.run("up", "--detach");
    JsonNode database = vitrine.status("database", 1);
    Sandbox.signal(vitrine.stateFile().path("supervisor").path("pid").asLong(), "KILL");
    await().atMost(PATIENCE).until(() -> vitrine.run("status").output().contains("was killed"));
    assertThat(vitrine.run("status").code()).isEqualTo(1);

    Answer up = vitrine.run("up", "--detach");

    assertThat(up.code()).isZero();
    assertThat(up.output()).contains("the former supervisor was killed", "Ready in");
    // Not the JDK's word for it: to that, one whom nobody has reaped yet is alive.
    assertThat(ProcessIdentity.of(database.path("pid").asLong())).isEmpty();
  }

  @Test
  void downAlsoStopsWhatAKilledSupervisorLeftBehind() throws Exception {
    vitrine.run("up", "--detach");
    Sandbox.signal(vitrine.stateFile().path("supervisor").path("pid").asLong(), "KILL");

    Answer down = vitrine.run("down");

    assertThat(down.code()).isZero();
    assertThat(down.output())
        .contains("gateway", "database", "Stopped.")
        .doesNotContain("gateway 1");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void whatRunsIsStoppedAlthoughTheFileThatTellsOfItIsDamaged() throws Exception {
    vitrine.run("up", "--detach");
    long supervisor = vitrine.stateFile().path("supervisor").path("pid").asLong();
    Path file = Files.writeString(vitrine.state().resolve("state.json"), "{\"phase\": ");

    Answer status = vitrine.run("status");
    Answer json = vitrine.run("status", "--json");
    Answer load = vitrine.run("load");
    Answer down = vitrine.run("down");

    assertThat(status)
        .isEqualTo(
            new Answer(
                1,
                "vitrine: it runs (process %d), but what, is not known: %s is damaged; ./vitrine down stops it\n"
                    .formatted(supervisor, file)));
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.output()).endsWith("[]\n");
    assertThat(load.output()).contains(file + " is damaged");
    assertThat(down.code()).isZero();
    assertThat(down.output())
        .contains("damaged; its supervisor (process " + supervisor + ")", "Stopped.");
    assertThat(vitrine.processes()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aDamagedFileOfNobodyIsToldOnceAndRemoved() throws Exception {
    Files.createDirectories(vitrine.state());
    Path file = Files.writeString(vitrine.state().resolve("state.json"), "");

    assertThat(vitrine.run("status").output()).contains("damaged, and its supervisor is gone");
    assertThat(vitrine.run("down").output()).contains("damaged", "if anything, is not known");
    assertThat(vitrine.run("status"))
        .isEqualTo(new Answer(3, "Nothing is running: ./vitrine up starts it.\n"));
    assertThat(file).doesNotExist();
  }

  @Test
  void whoeverDeletesTheFolderOfWhatRunsStopsIt() throws Exception {
    Started up = vitrine.start("up");
    await().atMost(PATIENCE).until(() -> up.output().contains("Ready in"));

    new ProcessBuilder("rm", "-rf", vitrine.state().toString()).start().waitFor();

    Answer answer = up.answer();
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.output())
        .containsSubsequence(
            "Ready in",
            "lock was deleted or replaced while it was held: all is stopped",
            "gateway",
            "stopped",
            "all was stopped, since ",
            "lock was deleted or replaced: ./vitrine down --clean");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void aLockMadeAnewDoesNotHideWhatRuns() throws Exception {
    vitrine.run("up", "--detach");
    Path lock = vitrine.state().resolve("lock");

    Files.delete(lock);
    Files.createFile(lock);

    await().atMost(PATIENCE).until(() -> vitrine.processes().isEmpty());
    assertThat(Files.readString(vitrine.state().resolve("logs/vitrine.log")))
        .contains("all was stopped, since " + lock);
    assertThat(vitrine.run("up", "--detach").output()).contains("Ready in");
  }

  @Test
  void aTakenPortIsToldBeforeAnythingIsStarted() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      vitrine.set("VITRINE_LOCAL_USER_SERVICE_PORT", Integer.toString(other.getLocalPort()));

      Answer up = vitrine.run("up", "--detach");

      assertThat(up.code()).isEqualTo(1);
      assertThat(up.output())
          .contains(
              "port " + other.getLocalPort() + ", which the user-service wants, is taken",
              "VITRINE_LOCAL_USER_SERVICE_PORT");
      assertThat(vitrine.state().resolve("data")).doesNotExist();
    }
  }

  @Test
  void whatCannotBeConfiguredIsToldInOneLine() throws Exception {
    vitrine.set("VITRINE_LOCAL_GATEWAY_PORT", "web");

    assertThat(vitrine.run("up"))
        .isEqualTo(new Answer(78, "vitrine: gateway.port: \"web\" (expected: a whole number)\n"));
    vitrine.unset("VITRINE_LOCAL_GATEWAY_PORT");
  }

  @Test
  void whatTheServicesWouldRefuseIsToldBeforeAnythingIsStarted() throws Exception {
    vitrine.set("VITRINE_LOG_LEVEL", "loud");

    for (String[] up : new String[][] {{"up"}, {"up", "--detach"}}) {
      assertThat(vitrine.run(up))
          .isEqualTo(
              new Answer(
                  78,
                  "vitrine: VITRINE_LOG_LEVEL: \"loud\""
                      + " (expected: one of trace, debug, info, warn, error)\n"));
    }
    assertThat(vitrine.state()).doesNotExist();
  }

  @Test
  void whatIsSetInVainIsTold() throws Exception {
    vitrine.set("VITRINE_HTTP_PORT", "9000").behaviour("USER_SERVICE", "refuse");

    assertThat(vitrine.run("up", "--detach").output())
        .containsOnlyOnce("! VITRINE_HTTP_PORT: not passed on to the services");
  }

  @Test
  void aLackOfDiskSpaceIsToldBeforeAnythingIsStarted() throws Exception {
    vitrine.set("VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES", "1000000");

    Answer up = vitrine.run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("MiB are free under").doesNotContain("Exception");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
  }
}
