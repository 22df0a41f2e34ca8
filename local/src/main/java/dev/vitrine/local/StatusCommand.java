package dev.vitrine.local;

import dev.vitrine.local.Command.Form;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.StateFile.Content;
import dev.vitrine.local.state.SupervisorLock;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.terminal.Complaint;
import dev.vitrine.local.view.Recipes;
import dev.vitrine.local.view.SystemView;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** {@code status}: asks every process how it is. */
final class StatusCommand {
  private final Invocation invocation;

  StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  int run(Form form) throws IOException, InterruptedException {
    StateFile file = new StateFile(invocation.folders().state());
    Content content = file.content();
    Optional<SystemState> state =
        content instanceof Content.Known known && runs(known.state())
            ? Optional.of(known.state())
            : Optional.empty();
    Optional<String> unknown = state.isPresent() ? Optional.empty() : unknown(file, content);
    if (unknown.isPresent()) {
      Complaint.say(unknown.get());
      if (form == Form.JSON) {
        invocation.out().println("[]");
      }
      return ExitCode.FAILED;
    }
    return switch (form) {
      case JSON -> json(state);
      case TABLE -> table(state);
    };
  }

  private static boolean runs(SystemState last) {
    return last.supervisor().alive() || !last.alive().isEmpty();
  }

  /** Why it cannot be told what runs; empty where nothing does. */
  private Optional<String> unknown(StateFile file, Content content) throws IOException {
    Optional<ProcessIdentity> supervisor = SupervisorLock.supervisor(invocation.folders().lock());
    boolean damaged = content instanceof Content.Damaged;
    if (supervisor.isPresent()) {
      return Optional.of(
          "it runs (process %d), but what, is not known: %s; ./vitrine down stops it"
              .formatted(
                  supervisor.get().pid(),
                  damaged ? file + " is damaged" : "there is no " + file + " yet, or any more"));
    }
    return damaged
        ? Optional.of(
            file
                + " is damaged, and its supervisor is gone: whether anything runs is not known;"
                + " ./vitrine down removes the file")
        : Optional.empty();
  }

  private int json(Optional<SystemState> state) throws InterruptedException {
    if (state.isEmpty()) {
      invocation.out().println("[]");
      return ExitCode.NOTHING_RUNS;
    }
    SystemView view = SystemView.of(state.get());
    invocation.out().println(view.json());
    return exitCode(state.get(), view);
  }

  private int table(Optional<SystemState> state) throws InterruptedException {
    PrintStream out = invocation.out();
    if (state.isEmpty()) {
      out.println("Nothing is running: ./vitrine up starts it.");
      return ExitCode.NOTHING_RUNS;
    }
    SystemView view = SystemView.of(state.get());
    view.table(invocation.terminal()).forEach(out::println);
    out.println();
    if (!state.get().supervisor().alive()) {
      out.println(
          "The supervisor was killed: ./vitrine down stops the rest, ./vitrine up renews it.");
    } else if (state.get().phase() == Phase.READY) {
      Recipes.lines(state.get(), invocation.terminal()).forEach(out::println);
    } else {
      out.println(
          state.get().phase() == Phase.STARTING ? "It is still starting." : "It is stopping.");
    }
    return exitCode(state.get(), view);
  }

  private static int exitCode(SystemState state, SystemView view) {
    boolean well = state.supervisor().alive() && state.phase() == Phase.READY && view.allReady();
    return well ? ExitCode.OK : ExitCode.FAILED;
  }
}
