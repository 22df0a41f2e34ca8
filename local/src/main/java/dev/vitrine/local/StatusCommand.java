package dev.vitrine.local;

import dev.vitrine.local.Command.Form;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.SystemState;
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
    Optional<SystemState> state =
        new StateFile(invocation.folders().state())
            .read()
            .filter(last -> last.supervisor().alive() || !last.alive().isEmpty());
    return switch (form) {
      case JSON -> json(state);
      case TABLE -> table(state);
    };
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
