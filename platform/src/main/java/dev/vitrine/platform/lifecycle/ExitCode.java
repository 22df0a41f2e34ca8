package dev.vitrine.platform.lifecycle;

/** How a process tells the one that started it how it ended; the numbers are those of sysexits. */
public enum ExitCode {
  /** It was asked to stop, and did so in order. */
  OK(0),
  /** It could not start, or not go on; the log says why. */
  FAILURE(1),
  /** Its arguments are not those of the program. */
  USAGE(64),
  /** Its configuration cannot be used; standard error says which value, one line each. */
  CONFIGURATION(78);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
