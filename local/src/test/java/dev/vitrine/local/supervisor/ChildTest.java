package dev.vitrine.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.program.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With real, small processes: a shell that waits. */
class ChildTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final RecordingListener events = new RecordingListener();
  private final ShellProgram program = new ShellProgram();
  private Child child = new Child(program, events, LONG);

  @AfterEach
  void stop() throws IOException {
    child.stop(LONG);
  }

  @Test
  void tellsWhenAProcessIsThereAndReady() {
    child.start();

    await().until(() -> child.firstStart() instanceof Child.FirstStart.Done);
    assertThat(events.told()).containsExactly("started", "located 8080", "ready");
    assertThat(events.processes().getLast().alive()).isTrue();
  }

  @Test
  void aProcessThatIsKilledIsStartedAgain() {
    child.start();
    await().until(() -> events.told().contains("ready"));

    program.kill();

    await().until(() -> events.told().stream().filter("ready"::equals).count() == 2);
    assertThat(events.told())
        .containsExactly(
            "started",
            "located 8080",
            "ready",
            "ended: it ended (signal 9, SIGKILL), again after PT1S",
            "started",
            "located 8080",
            "ready");
    assertThat(events.processes()).doesNotHaveDuplicates();
  }

  @Test
  void aFirstStartThatFailsIsNotRepeated() {
    program.script("sh -c 'exit 78'");
    program.health(new Health.NotYet("it starts"));

    child.start();

    await().until(() -> child.firstStart() instanceof Child.FirstStart.Failed);
    assertThat(child.firstStart())
        .isInstanceOfSatisfying(
            Child.FirstStart.Failed.class,
            failed -> {
              assertThat(failed.why()).isEqualTo("it ended while it was starting (exit code 78)");
              assertThat(failed.exit()).isPresent();
            });
    assertThat(program.starts()).isEqualTo(1);
  }

  @Test
  void aProgramThatCannotBeRunIsAFailureToo() {
    program.fail(new IOException("there is no java"));

    child.start();

    await().until(() -> child.firstStart() instanceof Child.FirstStart.Failed);
    assertThat(child.firstStart())
        .hasToString("Failed[why=it cannot be run: there is no java, exit=Optional.empty]");
  }

  @Test
  void onlyTheFirstStartIsImpatient() {
    program.health(new Health.NotYet("no database"));
    child = new Child(program, events, Duration.ofMillis(200));

    child.start();

    await().until(() -> child.firstStart() instanceof Child.FirstStart.Failed);
    assertThat(child.firstStart())
        .hasToString("Failed[why=it is not ready after 0 s: no database, exit=Optional.empty]");
  }

  @Test
  void waitingIsOverWhenThereIsNoHope() {
    program.health(new Health.Hopeless("the roles cannot be made"));

    child.start();

    await().until(() -> child.firstStart() instanceof Child.FirstStart.Failed);
    assertThat(child.firstStart()).asString().contains("the roles cannot be made");
  }

  @Test
  void aRestartMayTakeAnyTime() {
    child = new Child(program, events, Duration.ofMillis(200));
    child.start();
    await().until(() -> events.told().contains("ready"));

    program.health(new Health.Hopeless("no database"));
    program.kill();
    await().until(() -> program.starts() == 2 && program.asked() > 3);
    program.health(new Health.Ready());

    await().until(() -> events.told().getLast().equals("ready"));
    assertThat(program.starts()).isEqualTo(2);
  }

  @Test
  void stopEndsTheProcessForGood() throws IOException {
    child.start();
    await().until(() -> events.told().contains("ready"));
    ProcessIdentity process = events.processes().getLast();

    Termination.Ending ending = child.stop(LONG);

    assertThat(ending).isEqualTo(Termination.Ending.ORDERLY);
    assertThat(process.alive()).isFalse();
    assertThat(events.told()).noneMatch(event -> event.startsWith("ended"));
  }

  @Test
  void stopAlsoEndsAPauseBetweenTwoLives() throws IOException {
    child.start();
    await().until(() -> events.told().contains("ready"));
    program.kill();
    await().until(() -> events.told().stream().anyMatch(event -> event.startsWith("ended")));

    child.stop(LONG);

    List<String> told = events.told();
    await().during(Duration.ofMillis(1200)).until(() -> events.told().equals(told));
  }
}
