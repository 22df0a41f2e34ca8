package dev.vitrine.local.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that a reader sees whole, old or new, never half-written. */
public final class WholeFile {
  private WholeFile() {}

  /** Replaces the file, or creates it and the folders above it. */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder, file.getFileName() + ".", ".next");
    try {
      Files.write(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
