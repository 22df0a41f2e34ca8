package dev.vitrine.local.supervisor;

import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Processes whose supervisor was killed. They are found by the state that it left, and stopped in
 * the order in which it would have done so. Only for one who holds the lock.
 */
public final class Orphans {
  private final StateFile file;
  private final Progress progress;

  public Orphans(StateFile file, Progress progress) {
    this.file = file;
    this.progress = progress;
  }

  /** Stops them all and forgets the state; tells how many there were. */
  public int stop(Duration patience) throws IOException {
    if (file.content() instanceof StateFile.Content.Damaged) {
      progress.notice(
          file + " is damaged: what a killed supervisor left behind, if anything, is not known");
    }
    Optional<SystemState> left = file.read();
    List<ChildState> orphans = left.map(SystemState::alive).orElse(List.of());
    if (!orphans.isEmpty()) {
      progress.notice("the former supervisor was killed; what it left behind is stopped first");
    }
    for (ChildState orphan : orphans) {
      stop(orphan, left.orElseThrow().nameOf(orphan), patience);
    }
    file.delete();
    return orphans.size();
  }

  private void stop(ChildState orphan, String name, Duration patience) throws IOException {
    progress.doing("stopping " + name);
    StopSignal signal =
        orphan.service().equals(ChildState.DATABASE) ? StopSignal.INT : StopSignal.TERM;
    switch (Termination.end(orphan.process(), signal, patience)) {
      case ORDERLY -> progress.done(name, "stopped");
      case KILLED -> progress.notice(name + " did not stop and was killed");
      case STILL_THERE ->
          throw new IOException(
              "%s, process %d, cannot be stopped".formatted(name, orphan.process().pid()));
    }
  }
}
