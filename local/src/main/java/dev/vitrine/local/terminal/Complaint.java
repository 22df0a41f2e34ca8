package dev.vitrine.local.terminal;

/** What the program says on standard error: why it does not do what it was told to. */
public final class Complaint {
  private Complaint() {}

  /** One line, with the program's name before it. */
  public static void say(String what) {
    System.err.println("vitrine: " + what);
  }
}
