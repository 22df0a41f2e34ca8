package dev.vitrine.local.process;

import java.util.Map;

/**
 * Why a process ended.
 *
 * @param status the exit code, or 128 + the number of the signal that ended it
 */
public record ExitReason(int status) {
  /** What a program says that could not read its configuration (EX_CONFIG of sysexits.h). */
  public static final int BAD_CONFIGURATION = 78;

  private static final int FIRST_SIGNAL = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9,
          "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  /** Whether the process refused its configuration. */
  public boolean badConfiguration() {
    return status == BAD_CONFIGURATION;
  }

  /** In words: "exit code 1", "signal 9, SIGKILL". */
  @Override
  public String toString() {
    if (status <= FIRST_SIGNAL || status > FIRST_SIGNAL + 64) {
      return "exit code " + status;
    }
    int number = status - FIRST_SIGNAL;
    String name = SIGNALS.get(number);
    return "signal " + number + (name == null ? "" : ", " + name);
  }
}
