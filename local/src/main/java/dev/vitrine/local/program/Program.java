package dev.vitrine.local.program;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.process.StopSignal;
import java.io.IOException;

/** A program that can be started, and started again. Used by one thread, except for its names. */
public interface Program {
  /** Its service: "gateway", "user-service", "database". */
  String service();

  /** Which of the service's processes it is, from 1. */
  int replica();

  /** What it says, goes there. */
  LogFile log();

  /** The signal upon which it ends in order. */
  StopSignal stopSignal();

  /**
   * Starts a process, in a session of its own. From the second time on it serves at the same ports
   * as before.
   */
  Running start() throws IOException;
}
