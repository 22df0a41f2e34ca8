package dev.vitrine.local;

import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.local.terminal.Complaint;
import dev.vitrine.local.terminal.Terminal;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code ./vitrine}: one command a run. */
public final class LocalMain {
  private LocalMain() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    OrderlyEnd end = OrderlyEnd.begin(arguments);
    int code = ExitCode.FAILED;
    try {
      code = exitCode(CommandLine.parse(List.of(arguments)), end);
    } finally {
      end.reached(code);
    }
    System.exit(code);
  }

  private static int exitCode(Command command, OrderlyEnd end) {
    try {
      return run(command, end);
    } catch (InvalidConfigurationException e) {
      e.faults().forEach(fault -> Complaint.say(fault.toString()));
      return ExitCode.BAD_CONFIGURATION;
    } catch (IOException e) {
      Complaint.say(FileFault.describe(e));
      return ExitCode.FAILED;
    } catch (InterruptedException _) {
      return ExitCode.INTERRUPTED;
    }
  }

  private static int run(Command command, OrderlyEnd end) throws IOException, InterruptedException {
    if (command instanceof Command.Misuse misuse) {
      Complaint.say(misuse.why() + " (./vitrine help shows all)");
      return ExitCode.MISUSE;
    }
    Invocation invocation = invocation();
    return switch (command) {
      case Command.Up up ->
          new UpCommand(invocation, up.selection(), UpCommand.Place.FOREGROUND).run(end);
      case Command.Supervise up ->
          new UpCommand(invocation, up.selection(), UpCommand.Place.BACKGROUND).run(end);
      case Command.UpDetached up -> new UpDetachedCommand(invocation, up.selection()).run(end);
      case Command.Down down -> new DownCommand(invocation).run(down.data());
      case Command.Status status -> new StatusCommand(invocation).run(status.form());
      case Command.Logs logs -> new LogsCommand(invocation).run(logs);
      case Command.Load load -> new LoadCommand(invocation, load).run(end);
      case Command.Idle _ -> new IdleCommand(invocation).run();
      case Command.Misuse _ -> ExitCode.MISUSE;
    };
  }

  private static Invocation invocation() {
    Path home = Path.of(System.getProperty("vitrine.home", "")).toAbsolutePath().normalize();
    Terminal terminal = Terminal.ofSystem();
    return new Invocation(
        home, LocalConfig.of(System.getenv()), System.getenv(), terminal, terminal.output());
  }
}
