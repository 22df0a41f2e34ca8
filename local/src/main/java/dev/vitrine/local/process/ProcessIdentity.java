package dev.vitrine.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One process of this machine, told apart from a later one that was given the same pid.
 *
 * @param pid the process id
 * @param started when it started, in a form that only this class reads
 */
public record ProcessIdentity(long pid, String started) {
  private static final Path PROC = Path.of("/proc");

  public ProcessIdentity {
    Objects.requireNonNull(started);
  }

  /** The process that has this pid now; empty when there is none, or only its unreaped remains. */
  public static Optional<ProcessIdentity> of(long pid) {
    return started(pid).map(started -> new ProcessIdentity(pid, started));
  }

  /** This very process. */
  public static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** Whether the process still runs. A zombie does not: nobody may be there to reap it. */
  public boolean alive() {
    return started(pid).filter(started::equals).isPresent();
  }

  private static Optional<String> started(long pid) {
    return Files.isReadable(PROC.resolve("self/stat")) ? startedByProc(pid) : startedByJdk(pid);
  }

  private static Optional<String> startedByJdk(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> Long.toString(start.toEpochMilli()));
  }

  // Not the JDK's start instant: it is computed from the wall clock's idea of the boot time, which
  // moves when the clock is set. Ticks since boot do not; the boot id tells one boot from the next.
  private static Optional<String> startedByProc(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      // The second field is the name in brackets, and may itself hold spaces and brackets.
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean gone = afterName[0].equals("Z") || afterName[0].equals("X");
      return gone ? Optional.empty() : Optional.of(afterName[19] + "@" + bootId());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String bootId() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }
}
