package dev.vitrine.local;

import dev.vitrine.local.state.SupervisorLock;
import dev.vitrine.local.terminal.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code idle}: asked by the launcher before it builds, since what runs reads its classes from the
 * files that a build replaces.
 */
final class IdleCommand {
  private final Path lock;

  IdleCommand(Invocation invocation) {
    this.lock = invocation.folders().lock();
  }

  int run() throws IOException {
    if (!Files.exists(lock) || isFree()) {
      return ExitCode.OK;
    }
    Complaint.say(SupervisorLock.taken(lock));
    return ExitCode.FAILED;
  }

  private boolean isFree() throws IOException {
    Optional<SupervisorLock> taken = SupervisorLock.tryTake(lock);
    if (taken.isPresent()) {
      taken.get().close();
    }
    return taken.isPresent();
  }
}
