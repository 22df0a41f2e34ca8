package dev.vitrine.local;

import dev.vitrine.local.load.LoadPlan;
import dev.vitrine.local.service.Selection;
import java.util.OptionalInt;

/** What a person asks for on the command line. */
sealed interface Command {
  /** Start everything and stay in the foreground. */
  record Up(Selection selection) implements Command {}

  /** Start everything in the background and return when it is ready. */
  record UpDetached(Selection selection) implements Command {}

  /** Be the background process of the former. */
  record Supervise(Selection selection) implements Command {}

  /** Stop everything; keep the data or delete it. */
  record Down(Afterwards data) implements Command {}

  /** Say what runs. */
  record Status(Form form) implements Command {}

  /**
   * Show what the processes say.
   *
   * @param service one of them; empty for all
   * @param lines how many of the last lines
   * @param then what follows the last line
   */
  record Logs(String service, int lines, Then then) implements Command {}

  /**
   * Make load.
   *
   * @param port of a gateway on 127.0.0.1; empty for the one that runs
   */
  record Load(LoadPlan plan, OptionalInt port, Form form) implements Command {}

  /** Succeed only when nothing runs: what runs would not survive a new build. */
  record Idle() implements Command {}

  /** The command line makes no sense. */
  record Misuse(String why) implements Command {}

  /** What becomes of the data. */
  enum Afterwards {
    KEEP_DATA,
    DELETE_DATA
  }

  /** For whom the answer is. */
  enum Form {
    TABLE,
    JSON
  }

  /** What to do when all lines have been shown. */
  enum Then {
    RETURN,
    FOLLOW
  }
}
