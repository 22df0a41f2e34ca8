package dev.vitrine.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's note of its main process, which outlives a process that was killed. */
final class Postmaster {
  private static final Path PROC = Path.of("/proc");

  private Postmaster() {}

  /**
   * Removes the note when its pid now belongs to a process that is no PostgreSQL on this data:
   * PostgreSQL itself would refuse to start. A note whose process is gone it clears by itself.
   */
  static void removeStalePidFile(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    Optional<Long> pid = pidIn(file);
    if (pid.isPresent() && isStranger(pid.get(), data) && !isServed(data)) {
      Files.deleteIfExists(file);
    }
  }

  private static Optional<Long> pidIn(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.stream().limit(1).map(String::strip).flatMap(Postmaster::number).findFirst();
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
