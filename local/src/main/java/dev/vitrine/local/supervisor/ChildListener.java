package dev.vitrine.local.supervisor;

import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Program;
import java.time.Duration;

/** Is told what happens to a child, on the child's own thread. */
interface ChildListener {
  /** A process was started. */
  void started(Program program, ProcessIdentity process);

  /** It is known where the process is reached. */
  void located(Program program, Endpoint endpoint);

  /** The process is ready, so long after its start. */
  void ready(Program program, Duration took);

  /** The process has ended though nobody asked it to; another is started after the pause. */
  void ended(Program program, String why, Duration lived, Duration pause);

  /** A process that should end cannot be ended. */
  void unstoppable(Program program, String why);
}
