package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.time.Duration;

/** Keeps logs from growing without end, for as long as it is open. */
final class LogCare implements AutoCloseable {
  private static final long LIMIT_BYTES = 64L * 1024 * 1024;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Thread thread;

  private LogCare(Thread thread) {
    this.thread = thread;
  }

  static LogCare begin(LogFolder folder, Progress progress) {
    return new LogCare(Thread.ofVirtual().start(() -> care(folder, progress)));
  }

  private static void care(LogFolder folder, Progress progress) {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        trim(folder);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      progress.notice("logs are not kept short any more: " + FileFault.describe(e));
    }
  }

  private static void trim(LogFolder folder) throws IOException {
    for (LogFile log : folder.all()) {
      log.trim(LIMIT_BYTES);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
