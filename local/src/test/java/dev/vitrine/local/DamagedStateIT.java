package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.Sandbox.Started;
import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever has become of what is kept of a running system, that can be stopped and started. */
class DamagedStateIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path parent;
  private static Sandbox vitrine;

  @BeforeAll
  static void prepare() throws IOException {
    // One for all: a new database takes as long as all that is tried here.
    vitrine = Sandbox.in(parent);
  }

  @AfterEach
  void rest() throws IOException, InterruptedException {
    vitrine.rest();
  }

  @AfterAll
  static void leave() throws IOException, InterruptedException {
    vitrine.leave();
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
}
