package dev.vitrine.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a program of the system is: in the PATH, or in a folder that a PATH may lack. */
public final class ProgramPath {
  private static final Stream<String> NONE = Stream.empty();

  private ProgramPath() {}

  /** The first executable file of this name. */
  public static Optional<Path> find(String program) {
    return Stream.concat(pathEntries(), Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder).resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Stream<String> pathEntries() {
    String path = System.getenv("PATH");
    return path == null ? NONE : Arrays.stream(path.split(File.pathSeparator, -1));
  }
}
