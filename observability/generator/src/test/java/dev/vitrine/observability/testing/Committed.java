package dev.vitrine.observability.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of {@code observability/} that tests write, or find to be as they would write them. */
public final class Committed {
  /** The folder {@code observability/}. */
  public static final Path FOLDER = Path.of("..");

  /** The folder of the whole. */
  public static final Path ROOT = Path.of("..", "..");

  private Committed() {}

  /**
   * Fails unless a folder has these files, as they are here, and no others; with {@code
   * -Dvitrine.docs.record=true}, writes them first.
   */
  public static void holds(String folder, Map<String, String> files) throws IOException {
    Path path = FOLDER.resolve(folder);
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.createDirectories(path);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(path.resolve(file.getKey()), file.getValue());
      }
    }

    assertThat(read(path))
        .as("mvn test -pl platform,observability/generator -Dvitrine.docs.record=true")
        .isEqualTo(new TreeMap<>(files));
  }

  /** The files of a folder whose names end so, by name. */
  public static List<Path> list(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
