package dev.vitrine.local.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who listens on a port, as far as Linux tells us. */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** Such as "process 4711 (nginx)"; empty for another user's process, and on other systems. */
  static Optional<String> find(int port) {
    Set<String> sockets =
        Stream.of("tcp", "tcp6")
            .flatMap(table -> sockets(PROC.resolve("net").resolve(table), port))
            .collect(Collectors.toSet());
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return children(PROC)
        .filter(process -> process.getFileName().toString().matches("[0-9]+"))
        .filter(process -> children(process.resolve("fd")).anyMatch(fd -> leadsTo(fd, sockets)))
        .map(process -> "process " + process.getFileName() + name(process))
        .findFirst();
  }

  // One socket a line: number, local address:port, remote, state, ..., inode as the tenth field.
  private static Stream<String> sockets(Path table, int port) {
    String suffix = ":%04X".formatted(port);
    return lines(table)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > 9)
        .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
        .map(fields -> "socket:[" + fields[9] + "]");
  }

  private static boolean leadsTo(Path fd, Set<String> sockets) {
    try {
      return sockets.contains(Files.readSymbolicLink(fd).toString());
    } catch (IOException _) {
      return false;
    }
  }

  private static String name(Path process) {
    return lines(process.resolve("comm"))
        .findFirst()
        .map(comm -> " (" + comm + jar(process) + ")")
        .orElse("");
  }

  // "java" alone says little.
  private static String jar(Path process) {
    return lines(process.resolve("cmdline"))
        .flatMap(line -> Arrays.stream(line.split("\0", -1)))
        .filter(argument -> argument.endsWith(".jar"))
        .findFirst()
        .map(argument -> " " + argument.substring(argument.lastIndexOf('/') + 1))
        .orElse("");
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList().stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
