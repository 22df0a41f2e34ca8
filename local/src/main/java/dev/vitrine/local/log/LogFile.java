package dev.vitrine.local.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file that holds what one process says, with one predecessor kept beside it as .1.
 *
 * @param path the file; it need not be there
 */
public record LogFile(Path path) {
  private static final int BLOCK = 64 * 1024;

  /** Puts the file aside, so that the next line begins a new one. */
  public void rotate() throws IOException {
    if (Files.exists(path) && Files.size(path) > 0) {
      Files.move(path, predecessor(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Copies the file aside and empties it, when it has grown beyond the limit; its writer may go on.
   */
  public void trim(long limitBytes) throws IOException {
    if (Files.exists(path) && Files.size(path) > limitBytes) {
      Files.copy(path, predecessor(), StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** The last lines, the oldest first; none when there is no file. */
  public List<String> last(int lines) throws IOException {
    if (!Files.isReadable(path)) {
      return List.of();
    }
    String end = end(lines);
    List<String> all = end.lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private String end(int lines) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      for (long wanted = BLOCK; ; wanted *= 2) {
        byte[] bytes = new byte[(int) Math.min(wanted, size)];
        file.seek(size - bytes.length);
        file.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (bytes.length == size || text.lines().count() > lines) {
          return text;
        }
      }
    }
  }

  private Path predecessor() {
    return path.resolveSibling(path.getFileName() + ".1");
  }
}
