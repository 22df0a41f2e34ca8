package dev.vitrine.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateBookTest {
  private static final SystemState FIRST =
      new SystemState(Phase.STARTING, ProcessIdentity.current(), "127.0.0.1", List.of());

  @TempDir Path folder;

  @Test
  void eachChangeIsInTheFile() throws IOException {
    StateFile file = new StateFile(folder.resolve("state.json"));
    StateBook book = new StateBook(file, FIRST);

    book.change(state -> state.in(Phase.READY));

    assertThat(file.read()).contains(FIRST.in(Phase.READY));
    book.close();
    assertThat(file.read()).isEmpty();
  }

  @Test
  void whatIsAbandonedIsLeftToTheOther() throws IOException {
    StateFile file = new StateFile(folder.resolve("state.json"));
    StateBook book = new StateBook(file, FIRST);
    SystemState theirs = new SystemState(Phase.READY, FIRST.supervisor(), "::1", List.of());

    book.abandon();
    file.write(theirs);
    book.change(state -> state.in(Phase.STOPPING));
    book.close();

    assertThat(file.read()).contains(theirs);
    assertThat(book.now().phase()).isEqualTo(Phase.STOPPING);
  }
}
