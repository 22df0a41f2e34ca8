package dev.vitrine.local.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts a program as a terminal does: heeding every signal. What a shell starts by {@code &}
 * ignores SIGINT and hands that on, to the tests and to all that they start; and a shell cannot
 * heed what it began by ignoring, nor does a JVM.
 */
public final class DefaultSignals {
  private DefaultSignals() {}

  /** The command to run instead; the pid stays that of the command. */
  public static List<String> of(List<String> command) {
    List<String> all =
        new ArrayList<>(
            ProgramPath.find("perl")
                .map(perl ->
                    List.of(
                        perl.toString(),
                        "-e",
                        "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM);"
                            + " exec { $ARGV[0] } @ARGV or exit 127"))
                .orElse(List.of("env", "--default-signal=HUP,INT,QUIT,TERM")));
    all.addAll(command);
    return List.copyOf(all);
  }
}
