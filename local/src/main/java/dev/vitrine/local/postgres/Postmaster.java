package dev.vitrine.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's note of its main process, postmaster.pid. It also says how far the process is, and
 * outlives one that was killed.
 */
final class Postmaster {
  private static final Path PROC = Path.of("/proc");
  private static final String NOTE = "postmaster.pid";
  private static final Duration PAUSE = Duration.ofMillis(10);

  // The lines of the note that matter here (PostgreSQL's miscadmin.h).
  private static final int PID_LINE = 0;
  private static final int STATUS_LINE = 7;

  private Postmaster() {}

  /**
   * Whether the main process with this pid takes connections, by its own note: to ask it while it
   * starts would leave an error in its log each time.
   */
  static boolean isReady(Path data, long pid) throws IOException {
    List<String> note = lines(data);
    return note.size() > STATUS_LINE
        && note.get(PID_LINE).strip().equals(Long.toString(pid))
        && note.get(STATUS_LINE).strip().equals("ready");
  }

  /**
   * Removes the note when its pid now belongs to a process that is no PostgreSQL on this data:
   * PostgreSQL itself would refuse to start. A note whose process is gone it clears by itself.
   */
  static void removeStalePidFile(Path data) throws IOException {
    Optional<Long> pid = mainProcess(data);
    if (pid.isPresent() && isStranger(pid.get(), data) && !isServed(data)) {
      Files.deleteIfExists(data.resolve(NOTE));
    }
  }

  /**
   * Waits until the sessions of a server that was killed have noticed, which takes them a moment:
   * no other server can start on this data before. One that runs is not waited for.
   *
   * @param patience after which it returns all the same: a session may have work to do
   */
  static void awaitEndOfOrphans(Path data, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isOrphaned(data) && System.nanoTime() < deadline) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isOrphaned(Path data) throws IOException {
    Optional<Long> main = mainProcess(data);
    return main.isPresent()
        && ProcessHandle.of(main.get()).filter(ProcessHandle::isAlive).isEmpty()
        && isServed(data);
  }

  private static Optional<Long> mainProcess(Path data) throws IOException {
    return lines(data).stream().limit(1).map(String::strip).flatMap(Postmaster::number).findFirst();
  }

  private static List<String> lines(Path data) throws IOException {
    try {
      return Files.readAllLines(data.resolve(NOTE));
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static Stream<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Stream.of(Long.valueOf(text)) : Stream.empty();
  }

  private static boolean isStranger(long pid, Path data) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    return Files.isDirectory(PROC.resolve("self"))
        ? !worksIn(PROC.resolve(Long.toString(pid)), data)
        : process.get().info().command().filter(it -> it.endsWith("/postgres")).isEmpty();
  }

  // All of PostgreSQL's processes work in the folder of their data; sessions may outlive the main
  // process for a moment.
  private static boolean isServed(Path data) throws IOException {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return false;
    }
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .anyMatch(process -> worksIn(process, data));
    }
  }

  private static boolean worksIn(Path process, Path data) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data.toRealPath());
    } catch (IOException _) {
      return false;
    }
  }
}
