package dev.vitrine.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that is run to its end while we wait. */
public final class Errand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Errand() {}

  /** Runs the command without input, see {@link #run(List, Path, Path)}. */
  public static int run(List<String> command, Path output)
      throws IOException, InterruptedException {
    return run(command, Path.of("/dev/null"), output);
  }

  /**
   * Runs the command, its input read from one file, its output appended to another.
   *
   * @return the exit code
   * @throws InterruptedException when this thread is interrupted; the program has been ended then
   */
  public static int run(List<String> command, Path input, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(OwnSession.of(command))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      end(process);
      throw e;
    }
  }

  private static void end(Process process) throws IOException {
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElse(null);
    if (identity != null) {
      Termination.end(identity, StopSignal.TERM, PATIENCE);
    }
  }
}
