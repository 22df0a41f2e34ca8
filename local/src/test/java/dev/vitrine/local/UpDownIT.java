package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.Sandbox.Started;
import java.io.IOException;
import java.io.OutputStream;
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
  private Sandbox vitrine;

  @BeforeEach
  void prepare() throws IOException {
    vitrine = Sandbox.in(parent);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    vitrine.leave();
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
    Path pipe = vitrine.home().resolve("settings.yaml");
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
}
