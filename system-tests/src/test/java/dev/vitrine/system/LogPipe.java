package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A pipe in place of the file that holds what a process says. It is read, but for the time in which
 * it is blocked.
 */
final class LogPipe {
  private static final int BLOCK = 64 * 1024;

  private final Semaphore reading = new Semaphore(1);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private LogPipe() {}

  /**
   * Makes one, and reads it until its writer has gone.
   *
   * @param path where nothing is yet
   */
  static LogPipe at(Path path) throws IOException, InterruptedException {
    Process making = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(making.waitFor()).isZero();
    LogPipe pipe = new LogPipe();
    // Neither end is open before the other.
    Thread.ofPlatform().daemon().start(() -> pipe.read(path));
    return pipe;
  }

  /** From now on nobody reads, until what is returned is closed. */
  Blocked block() {
    reading.acquireUninterruptibly();
    return reading::release;
  }

  /** A time in which nobody reads. */
  interface Blocked extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether this is in what was read. */
  boolean has(String text) {
    return said.toString(StandardCharsets.UTF_8).contains(text);
  }

  private void read(Path path) {
    byte[] block = new byte[BLOCK];
    try (InputStream output = new FileInputStream(path.toFile())) {
      for (int length = 0; length >= 0; length = output.read(block)) {
        said.write(block, 0, length);
        reading.acquireUninterruptibly();
        reading.release();
      }
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }
}
