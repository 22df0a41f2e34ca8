package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.DiskSpace;
import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogReader;
import dev.vitrine.local.process.ExitReason;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What a person is told about a process that could not be started. */
final class ChildFailure {
  private static final int SHOWN_LINES = 12;
  // As the platform words a fault: "key: value (expected: ...)".
  private static final String FAULT = "(expected: ";

  private ChildFailure() {}

  /** The shortest account that says what to do; the last lines of its log where we do not know. */
  static StartFailure of(String name, LogFile log, Child.FirstStart.Failed failed)
      throws IOException {
    List<String> lines = log.last(SHOWN_LINES);
    if (lines.stream().anyMatch(line -> DiskSpace.isFull(new IOException(line)))) {
      return new StartFailure(name + " is not up: the disk is full");
    }
    if (failed.exit().filter(ExitReason::badConfiguration).isPresent()) {
      return new StartFailure(
          name + " refuses its configuration:",
          lines.stream().filter(line -> line.contains(FAULT)).toList());
    }
    return new StartFailure(
        name + " is not up: " + failed.why(),
        Stream.concat(
                LogReader.readable(log, SHOWN_LINES).stream(),
                Stream.of("all it said: " + log.path()))
            .toList());
  }
}
