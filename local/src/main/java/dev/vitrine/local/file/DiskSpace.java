package dev.vitrine.local.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether a disk has room. */
public final class DiskSpace {
  private static final long MEBIBYTE = 1024L * 1024;

  private DiskSpace() {}

  /** What is wrong with the room under this folder, in a sentence; empty when there is enough. */
  public static Optional<String> shortage(Path folder, int wantedMebibytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace() / MEBIBYTE;
    if (free >= wantedMebibytes) {
      return Optional.empty();
    }
    return Optional.of(
        "only %d MiB are free under %s, and %d MiB are wanted"
            .formatted(free, folder, wantedMebibytes));
  }

  /** Whether this failure says that a disk is full. */
  public static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left on device") || message.contains("disk quota exceeded");
  }
}
