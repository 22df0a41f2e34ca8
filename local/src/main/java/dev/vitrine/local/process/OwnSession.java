package dev.vitrine.local.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command in a session of its own, so that Ctrl-C in the terminal reaches only the
 * supervisor, which then ends its children in order.
 */
public final class OwnSession {
  private OwnSession() {}

  /**
   * The command to run instead. The pid stays that of the command: what is put before it replaces
   * itself by it. Where the machine has neither setsid nor perl, the command itself.
   */
  public static List<String> of(List<String> command) {
    List<String> all = new ArrayList<>(prefix());
    all.addAll(command);
    return List.copyOf(all);
  }

  private static List<String> prefix() {
    return ProgramPath.find("setsid")
        .map(setsid -> List.of(setsid.toString()))
        .or(() -> ProgramPath.find("perl").map(perl -> perlPrefix(perl.toString())))
        .orElse(List.of());
  }

  private static List<String> perlPrefix(String perl) {
    return List.of(perl, "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127");
  }
}
