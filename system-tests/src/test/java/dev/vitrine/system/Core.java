package dev.vitrine.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One core of this machine (Linux): what is measured has one to itself, and what asks, answers and
 * collects shares the other.
 */
enum Core {
  MEASURED(0),
  REST(1);

  private final int number;

  Core(int number) {
    this.number = number;
  }

  /** What has a command run on this core alone. */
  List<String> prefix() {
    return List.of("taskset", "-c", Integer.toString(number));
  }

  /** Has a process that runs already, with all its threads, go on here. */
  void take(long pid) throws IOException, InterruptedException {
    place(pid, Integer.toString(number));
  }

  /**
   * Has a process run wherever there is room again.
   *
   * @param cores how many there are
   */
  static void free(long pid, int cores) throws IOException, InterruptedException {
    place(pid, "0-" + (cores - 1));
  }

  private static void place(long pid, String numbers) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("taskset", "-a", "-c", "-p", numbers, Long.toString(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("taskset ended with " + exit);
    }
  }

  /** How long it has been busy, and how long it has been there, in whatever unit. */
  Busy busy() throws IOException {
    String[] fields =
        Files.readAllLines(Path.of("/proc/stat")).stream()
            .filter(line -> line.startsWith("cpu" + number + " "))
            .findFirst()
            .orElseThrow()
            .split(" +", -1);
    long all = 0;
    for (int i = 1; i <= 8; i++) {
      all += Long.parseLong(fields[i]);
    }
    long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
    return new Busy(all - idle, all);
  }

  record Busy(long busy, long all) {
    /** The part of the time since then that it was busy. */
    double since(Busy before) {
      return (busy - before.busy) / (double) Math.max(1, all - before.all);
    }
  }
}
