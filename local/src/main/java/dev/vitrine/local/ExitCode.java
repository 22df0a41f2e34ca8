package dev.vitrine.local;

/** What the launcher tells the shell. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int NOTHING_RUNS = 3;

  /** EX_USAGE of sysexits.h. */
  static final int MISUSE = 64;

  /** EX_CONFIG of sysexits.h. */
  static final int BAD_CONFIGURATION = 78;

  /** 128 + SIGINT, as shells have it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
