package dev.vitrine.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory a process and its descendants hold.
 *
 * <p>On Linux the proportional set size: a page that several processes share (PostgreSQL's buffers,
 * the JVM's own code) counts once in all, not once in each. Elsewhere the resident set size.
 */
public final class ResidentMemory {
  private ResidentMemory() {}

  /** Bytes held by the process and all that it started; empty when that cannot be found out. */
  public static OptionalLong ofTree(long pid) {
    List<Long> pids =
        ProcessHandle.of(pid).stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(ProcessHandle::pid)
            .toList();
    long sum =
        pids.stream().map(ResidentMemory::ofProcess).mapToLong(bytes -> bytes.orElse(0)).sum();
    return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  /** Bytes held by this process alone; empty when that cannot be found out. */
  public static OptionalLong ofProcess(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    OptionalLong proportional = kibibytes(proc.resolve("smaps_rollup"), "Pss:");
    if (proportional.isPresent()) {
      return proportional;
    }
    OptionalLong resident = kibibytes(proc.resolve("status"), "VmRSS:");
    return resident.isPresent() ? resident : byPs(pid);
  }

  private static OptionalLong kibibytes(Path file, String field) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException _) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong byPs(long pid) {
    if (Files.isDirectory(Path.of("/proc/self"))) {
      return OptionalLong.empty();
    }
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.isBlank()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(answer.strip()) * 1024);
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
