package dev.vitrine.gateway.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a shop has begun to do, a line each. Written by one system call each, so that a process that
 * is killed leaves every line that it has written.
 */
final class Journal {
  private final FileChannel file;

  private Journal(FileChannel file) {
    this.file = file;
  }

  static Journal appendTo(Path path) throws IOException {
    return new Journal(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** On one thread. */
  void write(String entry) {
    try {
      file.write(ByteBuffer.wrap((entry + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** All entries of a journal, in their order; none where nothing was begun. */
  static List<String> read(Path path) throws IOException {
    return Files.exists(path) ? Files.readAllLines(path, StandardCharsets.US_ASCII) : List.of();
  }
}
