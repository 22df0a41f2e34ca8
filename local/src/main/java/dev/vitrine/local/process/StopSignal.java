package dev.vitrine.local.process;

import java.io.IOException;

/** The signals that end a process. */
public enum StopSignal {
  /** Orderly: a service drains. */
  TERM,
  /** For PostgreSQL: end sessions, write a checkpoint, exit. */
  INT,
  /** At once, and nothing the process can do about it. */
  KILL;

  /** Sends the signal; nothing happens when the process has ended already. */
  public void send(ProcessIdentity process) throws IOException {
    if (!process.alive()) {
      return;
    }
    // The shell's own kill: minimal systems lack the program, and the JDK cannot send INT.
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + process.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      kill.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
