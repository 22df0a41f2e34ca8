package dev.vitrine.local;

import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.process.ExitReason;
import dev.vitrine.local.process.OwnSession;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.service.Extra;
import dev.vitrine.local.service.Selection;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code up --detach}: starts a supervisor in a session of its own, shows what it says, and returns
 * when it is ready, or when it has given up.
 */
final class UpDetachedCommand {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Invocation invocation;
  private final Selection selection;
  private boolean asked;
  private @Nullable Process supervisor;

  UpDetachedCommand(Invocation invocation, Selection selection) {
    this.invocation = invocation;
    this.selection = selection;
  }

  int run(OrderlyEnd end) throws IOException, InterruptedException {
    invocation.checkVariables();
    try {
      Files.createDirectories(invocation.folders().logs());
    } catch (IOException e) {
      invocation
          .progress()
          .failed("nothing was started: " + invocation.folders().describe(e), List.of());
      return ExitCode.FAILED;
    }
    end.passOn(this::askToStop);
    Process started = start();
    show(started.getInputStream());
    return result(started);
  }

  private synchronized Process start() throws IOException {
    Process started =
        new ProcessBuilder(OwnSession.of(command()))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(Redirect.appendTo(invocation.folders().journal().toFile()))
            .start();
    supervisor = started;
    if (asked) {
      askToStop();
    }
    return started;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(SupervisorJvm.command(invocation));
    command.add("supervise");
    for (Service service : Service.values()) {
      command.add("--replicas=" + service.word() + "=" + selection.replicas().of(service));
    }
    for (Extra extra : selection.extras()) {
      command.add(extra.option());
    }
    return command;
  }

  // Bytes, not lines: on a terminal, a line is rewritten while it is waited for.
  private void show(InputStream output) throws IOException {
    byte[] buffer = new byte[4096];
    for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
      invocation.out().write(buffer, 0, read);
      invocation.out().flush();
    }
  }

  private int result(Process supervisor) throws IOException, InterruptedException {
    StateFile state = new StateFile(invocation.folders().state());
    while (!supervisor.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      boolean ready =
          state
              .read()
              .filter(now -> now.supervisor().pid() == supervisor.pid())
              .filter(now -> now.phase() == Phase.READY)
              .isPresent();
      if (ready) {
        return ExitCode.OK;
      }
    }
    return ended(new ExitReason(supervisor.exitValue()));
  }

  // It says by itself why it gives up, unless it was ended before it could speak.
  private int ended(ExitReason reason) {
    if (isAsked()) {
      if (reason.status() != ExitCode.INTERRUPTED) {
        invocation.progress().print(List.of(UpCommand.INTERRUPTED));
      }
      return ExitCode.INTERRUPTED;
    }
    if (reason.status() != ExitCode.FAILED) {
      invocation.progress().failed("the supervisor has ended: " + reason, List.of());
    }
    return ExitCode.FAILED;
  }

  private synchronized boolean isAsked() {
    return asked;
  }

  // Ctrl-C while we wait: what was begun is to be ended, not to go on unseen.
  private synchronized void askToStop() {
    asked = true;
    Optional.ofNullable(supervisor)
        .flatMap(process -> ProcessIdentity.of(process.pid()))
        .ifPresent(process -> {
          try {
            StopSignal.TERM.send(process);
          } catch (IOException e) {
            invocation.progress().notice("it cannot be stopped: " + FileFault.describe(e));
          }
        });
  }
}
