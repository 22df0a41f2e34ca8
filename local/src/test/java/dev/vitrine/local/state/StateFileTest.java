package dev.vitrine.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final ProcessIdentity SUPERVISOR = new ProcessIdentity(10, "100@boot");
  private static final ChildState GATEWAY =
      new ChildState("gateway", 1, new ProcessIdentity(11, "101@boot"), 8080, 8081, true);
  private static final ChildState DATABASE =
      new ChildState("database", 1, new ProcessIdentity(12, "102@boot"), 15432, null, false);

  @TempDir Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    StateFile file = new StateFile(folder.resolve("deep/er/state.json"));
    SystemState state =
        new SystemState(Phase.READY, SUPERVISOR, "127.0.0.1", List.of(GATEWAY, DATABASE));

    file.write(state);

    assertThat(file.read()).contains(state);
  }

  @Test
  void isEmptyBeforeAndAfter() throws IOException {
    StateFile file = new StateFile(folder.resolve("state.json"));
    assertThat(file.read()).isEmpty();
    assertThat(file.content()).isEqualTo(new StateFile.Content.Nothing());

    file.write(new SystemState(Phase.STARTING, SUPERVISOR, "127.0.0.1", List.of()));
    file.delete();
    file.delete();

    assertThat(file.read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0\0\0\0\0\0\0\0",
        "{\"phase\": ",
        "null",
        "{}",
        "{\"phase\":\"READY\",\"host\":\"h\",\"children\":[]}",
        "{\"phase\":\"READY\",\"host\":\"h\",\"supervisor\":{\"pid\":1},\"children\":[]}"
      })
  void whatCannotBeUnderstoodIsNotTakenForNothing(String written) throws IOException {
    StateFile file = new StateFile(Files.writeString(folder.resolve("state.json"), written));

    assertThat(file.content()).isEqualTo(new StateFile.Content.Damaged());
    assertThat(file.read()).isEmpty();
  }

  @Test
  void leavesNothingElseInTheFolder() throws IOException {
    StateFile file = new StateFile(folder.resolve("state.json"));

    file.write(new SystemState(Phase.STARTING, SUPERVISOR, "127.0.0.1", List.of()));
    file.write(new SystemState(Phase.READY, SUPERVISOR, "127.0.0.1", List.of(GATEWAY)));

    assertThat(folder).isDirectoryContaining("glob:**/state.json");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }
}
