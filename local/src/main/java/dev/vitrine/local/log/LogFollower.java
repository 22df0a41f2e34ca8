package dev.vitrine.local.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what is added to one log, also after it was emptied or replaced. Used by one thread. */
final class LogFollower {
  private static final int MOST_AT_ONCE = 1024 * 1024;

  private final Path path;
  private @Nullable Object key;
  private long position;

  private LogFollower(Path path, @Nullable Object key, long position) {
    this.path = path;
    this.key = key;
    this.position = position;
  }

  static LogFollower atStartOf(Path path) {
    return new LogFollower(path, null, 0);
  }

  static LogFollower atEndOf(Path path) {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new LogFollower(path, file.fileKey(), file.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole lines that were added since the last call. */
  List<String> next() throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!Objects.equals(key, file.fileKey()) || file.size() < position) {
        key = file.fileKey();
        position = 0;
      }
      return file.size() == position ? List.of() : read();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private List<String> read() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(MOST_AT_ONCE, Math.max(0, file.length() - position))];
      file.seek(position);
      file.readFully(bytes);
      int whole = afterLastLine(bytes);
      position += whole;
      return new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
    }
  }

  // A line that is being written waits for its end; one that is longer than we read at once does
  // not.
  private static int afterLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end == 0 && bytes.length == MOST_AT_ONCE ? bytes.length : end;
  }
}
