package dev.vitrine.local.program;

/** Whether a process can do its work. */
public sealed interface Health {
  /** It can. */
  record Ready() implements Health {}

  /** It cannot yet: ask again. */
  record NotYet(String why) implements Health {}

  /** It never will: waiting is of no use. */
  record Hopeless(String why) implements Health {}
}
