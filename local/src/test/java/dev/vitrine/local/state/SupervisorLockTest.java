package dev.vitrine.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorLockTest {
  @TempDir Path folder;

  @Test
  void onlyOneHasIt() throws IOException {
    Path file = folder.resolve("new folder/lock");

    try (SupervisorLock held = SupervisorLock.tryTake(file).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(SupervisorLock.tryTake(file)).isEmpty();
      assertThat(SupervisorLock.holder(file)).hasValue(ProcessHandle.current().pid());
    }
    Optional<SupervisorLock> next = SupervisorLock.tryTake(file);

    assertThat(next).isPresent();
    next.get().close();
  }
}
