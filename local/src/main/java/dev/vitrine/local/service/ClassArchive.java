package dev.vitrine.local.service;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The classes of a service in the form in which the JVM wants them (JEP 350): it writes them when a
 * process of the program ends for the first time, and from then on a start takes half the time.
 */
final class ClassArchive {
  private static final int MAGIC = 0xf00baba8;
  private static final String SUFFIX = ".jsa";

  private final Path jar;

  private ClassArchive(Path jar) {
    this.jar = jar;
  }

  /** The flags that use the archive beside the program, or have it made. */
  static List<String> flags(Path jar) throws IOException {
    Path archive = new ClassArchive(jar).current();
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive,
        // It would name every class that it leaves out.
        "-Xlog:cds*=off,aot*=off");
  }

  // The JVM sees that an archive is of an older program, and then works without any; it makes one
  // only where there is none. So each build of the program has a name of its own for it.
  private Path current() throws IOException {
    Path archive = jar.resolveSibling(prefix() + fingerprint() + SUFFIX);
    try (Stream<Path> siblings = Files.list(jar.resolveSibling(""))) {
      for (Path sibling : siblings.filter(this::isArchive).toList()) {
        if (!sibling.equals(archive) || !isFinished(sibling)) {
          deleteIfPossible(sibling);
        }
      }
    }
    return archive;
  }

  // In a folder that is not ours there will be no archive, and no failure.
  private static void deleteIfPossible(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      return;
    }
  }

  private String prefix() {
    return jar.getFileName().toString().replace(".jar", "-");
  }

  private boolean isArchive(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(prefix()) && name.endsWith(SUFFIX);
  }

  /** Another one after every change of the program, of its libraries, or of the JDK. */
  private String fingerprint() throws IOException {
    CRC32 sum = new CRC32();
    add(sum, System.getProperty("java.runtime.version") + System.getProperty("java.home"));
    add(sum, jar);
    Path libraries = jar.resolveSibling("lib");
    if (Files.isDirectory(libraries)) {
      try (Stream<Path> files = Files.list(libraries)) {
        for (Path library : files.sorted().toList()) {
          add(sum, library);
        }
      }
    }
    return "%08x".formatted(sum.getValue());
  }

  private static void add(CRC32 sum, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    add(sum, file.getFileName() + " " + attributes.size() + " " + attributes.lastModifiedTime());
  }

  private static void add(CRC32 sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }

  // The header is written last: without it, the JVM was killed over the rest.
  private static boolean isFinished(Path archive) throws IOException {
    try (DataInputStream file = new DataInputStream(Files.newInputStream(archive))) {
      int magic = file.readInt();
      return magic == MAGIC || magic == Integer.reverseBytes(MAGIC);
    } catch (EOFException _) {
      return false;
    }
  }
}
