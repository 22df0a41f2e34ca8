package dev.vitrine.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorLockTest {
  @TempDir Path folder;

  @Test
  void onlyOneHasIt() throws IOException {
    Path file = folder.resolve("new folder/lock");

    try (SupervisorLock held = SupervisorLock.tryTake(file).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(SupervisorLock.tryTake(file)).isEmpty();
    }
    Optional<SupervisorLock> next = SupervisorLock.tryTake(file);

    assertThat(next).isPresent();
    next.get().close();
  }

  @Test
  void onlyASupervisorIsKnownByName() throws IOException {
    Path file = folder.resolve("lock");
    assertThat(SupervisorLock.supervisor(file)).isEmpty();

    try (SupervisorLock held = SupervisorLock.tryTake(file).orElseThrow()) {
      assertThat(SupervisorLock.taken(file)).isEqualTo("another ./vitrine is at work");

      held.sign();

      assertThat(SupervisorLock.supervisor(file)).contains(ProcessIdentity.current());
      assertThat(SupervisorLock.taken(file))
          .startsWith("it runs already (process " + ProcessHandle.current().pid() + ")");
    }
  }

  @Test
  void aLockWhoseFileIsGoneOrAnotherIsNoLongerInPlace() throws IOException {
    Path file = folder.resolve("lock");

    try (SupervisorLock held = SupervisorLock.tryTake(file).orElseThrow()) {
      held.sign();
      assertThat(held.isInPlace()).isTrue();

      Files.delete(file);
      assertThat(held.isInPlace()).as("deleted").isFalse();

      Files.createFile(file);
      assertThat(held.isInPlace()).as("made anew").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0", "1\nof an earlier boot\n", "1\n", "one\ntwo\n"})
  void aNoteOfNobodyWhoRunsNamesNobody(String note) throws IOException {
    Path file = Files.writeString(folder.resolve("lock"), note);

    assertThat(SupervisorLock.supervisor(file)).isEmpty();
  }
}
