package dev.vitrine.local.service;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a service in the form in which the JVM wants them (JEP 350): it writes them when a
 * process ends for the first time, and the next start takes half the time. The JVM itself sees when
 * the program has changed since, and renews the file.
 */
final class ClassArchive {
  private static final int MAGIC = 0xf00baba8;
  private static final int MAGIC_AS_WRITTEN = Integer.reverseBytes(MAGIC);

  private ClassArchive() {}

  /** The flags that use the archive beside the program, or make it. */
  static List<String> flags(Path jar) throws IOException {
    Path archive = jar.resolveSibling(jar.getFileName().toString().replace(".jar", ".jsa"));
    deleteUnfinished(archive);
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive,
        // It would name every class that it leaves out.
        "-Xlog:cds=off");
  }

  // The one thing that the JVM does not mend: a file that it was killed over before it wrote the
  // header.
  private static void deleteUnfinished(Path archive) throws IOException {
    if (!Files.exists(archive)) {
      return;
    }
    try (DataInputStream file = new DataInputStream(Files.newInputStream(archive))) {
      int magic = file.readInt();
      if (magic == MAGIC || magic == MAGIC_AS_WRITTEN) {
        return;
      }
    } catch (EOFException _) {
      // Shorter than any header.
    }
    Files.deleteIfExists(archive);
  }
}
