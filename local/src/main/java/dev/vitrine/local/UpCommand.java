package dev.vitrine.local;

import dev.vitrine.local.service.Selection;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.supervisor.Plan;
import dev.vitrine.local.supervisor.StopRequest;
import dev.vitrine.local.supervisor.Supervisor;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.TerminalProgress;
import dev.vitrine.local.view.Recipes;
import dev.vitrine.local.view.SystemView;
import java.util.ArrayList;
import java.util.List;

/** {@code up}: is the supervisor, until it is told to stop. */
final class UpCommand {
  /** The last word on a start that was broken off. */
  static final String INTERRUPTED = "Stopped before it was ready; nothing is left running.";

  private final Invocation invocation;
  private final Selection selection;
  private final Place place;
  private final TerminalProgress terminal;
  private final long begin = System.nanoTime();

  UpCommand(Invocation invocation, Selection selection, Place place) {
    this.invocation = invocation;
    this.selection = selection;
    this.place = place;
    this.terminal = invocation.progress();
  }

  /** Where it runs, seen from the person. */
  enum Place {
    FOREGROUND,
    BACKGROUND
  }

  int run(OrderlyEnd end) throws InterruptedException {
    if (place == Place.FOREGROUND) {
      invocation.checkVariables();
    }
    StopRequest stop = new StopRequest();
    end.passOn(stop::make);
    Plan plan =
        new Plan(invocation.home(), invocation.config(), invocation.environment(), selection);
    return switch (new Supervisor(plan, terminal, stop, this::ready).run()) {
      case STOPPED -> {
        terminal.print(List.of("Stopped."));
        yield ExitCode.OK;
      }
      case INTERRUPTED -> {
        terminal.print(List.of(INTERRUPTED));
        yield ExitCode.INTERRUPTED;
      }
      case FAILED -> ExitCode.FAILED;
    };
  }

  private void ready(SystemState state) {
    List<String> lines = new ArrayList<>();
    try {
      lines.add("");
      lines.addAll(SystemView.of(state).table(invocation.terminal()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lines.add("");
    lines.addAll(Recipes.lines(state, invocation.terminal()));
    lines.add("");
    lines.add("Ready in " + Elapsed.since(begin) + ". " + howToStop());
    terminal.print(lines);
    if (place == Place.BACKGROUND) {
      // The one who started us reads until here.
      invocation.out().close();
    }
  }

  private String howToStop() {
    return switch (place) {
      case FOREGROUND -> "Ctrl-C stops it; ./vitrine logs -f shows what it does.";
      case BACKGROUND -> "./vitrine down stops it; ./vitrine logs -f shows what it does.";
    };
  }
}
