package dev.vitrine.local;

import dev.vitrine.local.service.ServiceVariables;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.local.terminal.Terminal;
import dev.vitrine.local.terminal.TerminalProgress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every command has to work with.
 *
 * @param home the folder of the launcher
 * @param config what was set
 * @param environment the variables of the person who runs the command
 * @param terminal where the output goes
 * @param out standard output
 */
record Invocation(
    Path home,
    LocalConfig config,
    Map<String, String> environment,
    Terminal terminal,
    PrintStream out) {
  /** Where files are kept. */
  Folders folders() {
    return config.folders(home);
  }

  /** Progress on standard output. */
  TerminalProgress progress() {
    return new TerminalProgress(terminal, out);
  }

  /**
   * Looks at the variables that concern the services, before any is started: says which of them
   * nobody reads.
   */
  void checkVariables() {
    ServiceVariables.check(environment, config);
    ServiceVariables.unread(environment).ifPresent(notice -> progress().notice(notice));
  }
}
