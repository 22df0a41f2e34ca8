package dev.vitrine.local;

import dev.vitrine.local.Command.Afterwards;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.StateFile.Content;
import dev.vitrine.local.state.SupervisorLock;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.supervisor.Orphans;
import dev.vitrine.local.terminal.TerminalProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code down}: has everything stopped, by its supervisor where there is one. */
final class DownCommand {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration MARGIN = Duration.ofSeconds(15);
  private static final int GROUPS = 3;

  private final Invocation invocation;
  private final Folders folders;
  private final StateFile state;
  private final TerminalProgress progress;

  DownCommand(Invocation invocation) {
    this.invocation = invocation;
    this.folders = invocation.folders();
    this.state = new StateFile(folders.state());
    this.progress = invocation.progress();
  }

  int run(Afterwards data) throws IOException, InterruptedException {
    if (!Files.isDirectory(folders.root())) {
      return nothingRuns();
    }
    Optional<SupervisorLock> lock = SupervisorLock.tryTake(folders.lock());
    boolean supervised = lock.isEmpty();
    if (supervised) {
      askSupervisor();
      lock = SupervisorLock.tryTake(folders.lock());
    }
    if (lock.isEmpty()) {
      progress.failed("it cannot be stopped: another ./vitrine is at work", List.of());
      return ExitCode.FAILED;
    }
    try (SupervisorLock _ = lock.get()) {
      int orphans = new Orphans(state, progress).stop(invocation.config().stopTimeout());
      if (data == Afterwards.DELETE_DATA) {
        deleteData();
      }
      if (supervised || orphans > 0) {
        progress.print(List.of("Stopped."));
        return ExitCode.OK;
      }
      return nothingRuns();
    }
  }

  private int nothingRuns() {
    progress.print(List.of("Nothing is running."));
    return ExitCode.OK;
  }

  private void askSupervisor() throws IOException, InterruptedException {
    // By the lock, which cannot be wrong about it, as the state can.
    Optional<ProcessIdentity> holder = SupervisorLock.supervisor(folders.lock());
    if (holder.isEmpty()) {
      return;
    }
    ProcessIdentity supervisor = holder.get();
    SystemState last = lastOf(supervisor);
    StopSignal.TERM.send(supervisor);
    Duration patience = invocation.config().stopTimeout().multipliedBy(GROUPS).plus(MARGIN);
    long deadline = System.nanoTime() + patience.toNanos();
    List<ChildState> running = last.children();
    while (supervisor.alive() && System.nanoTime() < deadline) {
      running = tellStopped(last, running);
      Termination.gone(supervisor, POLL);
    }
    tellStopped(last, running);
    if (supervisor.alive()) {
      progress.notice("the supervisor does not stop and is killed");
      Termination.end(supervisor, StopSignal.KILL, MARGIN);
    }
  }

  /** What this supervisor has written last; without any children where that is not known. */
  private SystemState lastOf(ProcessIdentity supervisor) throws IOException {
    Content content = state.content();
    if (content instanceof Content.Damaged) {
      progress.notice(
          "%s is damaged; its supervisor (process %d) is asked to stop all the same"
              .formatted(state, supervisor.pid()));
    }
    return content instanceof Content.Known known && known.state().supervisor().equals(supervisor)
        ? known.state()
        : new SystemState(Phase.STOPPING, supervisor, "", List.of());
  }

  private List<ChildState> tellStopped(SystemState state, List<ChildState> running) {
    List<ChildState> still = running.stream().filter(child -> child.process().alive()).toList();
    running.stream()
        .filter(child -> !still.contains(child))
        .forEach(child -> progress.done(state.nameOf(child), "stopped"));
    if (!still.isEmpty()) {
      progress.doing("stopping " + state.nameOf(still.getFirst()));
    }
    return still;
  }

  private void deleteData() throws IOException {
    progress.doing("deleting data");
    for (Path gone :
        List.of(
            folders.catalogMarker(),
            folders.data(),
            folders.prometheus(),
            folders.secrets(),
            folders.run(),
            folders.logs(),
            folders.state())) {
      FileTree.delete(gone);
    }
    progress.done("data", "deleted");
  }
}
