package dev.vitrine.local.log;

import dev.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Shows the logs of several processes as one, in the order of time. Used by one thread. */
public final class LogReader {
  private static final long POLL_MILLIS = 200;

  private final LogFolder folder;
  private final LogView view;
  private final PrintStream out;
  private final Map<Path, LogFollower> followers = new HashMap<>();

  public LogReader(LogFolder folder, Terminal terminal, PrintStream out) {
    this.folder = folder;
    this.view = new LogView(terminal, ZoneId.systemDefault());
    this.out = out;
  }

  /** Shows the last lines of a service, of all when its name is empty; false when it has no log. */
  public boolean last(String service, int count) throws IOException {
    List<LogFile> files = folder.ofService(service);
    List<LogLine> lines = new ArrayList<>();
    for (LogFile file : files) {
      // Where following will begin: nothing is lost between the two.
      followers.put(file.path(), LogFollower.atEndOf(file.path()));
      lines.addAll(parse(LogFolder.source(file.path()), file.last(count)));
    }
    show(merged(lines.stream()).reversed().stream().limit(count).toList().reversed());
    return !files.isEmpty();
  }

  /** Goes on with what is written from now on, until the reader of our output has gone. */
  public void follow(String service) throws IOException, InterruptedException {
    while (!out.checkError()) {
      List<LogLine> lines = new ArrayList<>();
      for (LogFile file : folder.ofService(service)) {
        LogFollower follower = followers.computeIfAbsent(file.path(), LogFollower::atStartOf);
        lines.addAll(parse(LogFolder.source(file.path()), follower.next()));
      }
      show(merged(lines.stream()));
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The last lines of one log as a person reads them, without colours. */
  public static List<String> readable(LogFile file, int count) throws IOException {
    LogView view = new LogView(Terminal.NONE, ZoneId.systemDefault());
    return parse(LogFolder.source(file.path()), file.last(count)).stream()
        .map(view::readable)
        .toList();
  }

  private void show(List<LogLine> lines) {
    lines.forEach(line -> out.println(view.show(line)));
  }

  // Stable: lines of the same instant stay in the order in which their process wrote them.
  private static List<LogLine> merged(Stream<LogLine> lines) {
    return lines.sorted(Comparator.comparing(LogLine::time)).toList();
  }

  private static List<LogLine> parse(String source, List<String> lines) {
    List<LogLine> parsed = new ArrayList<>();
    Instant before = Instant.EPOCH;
    for (String line : lines) {
      LogLine next = LogLine.parse(source, line, before);
      before = next.time();
      parsed.add(next);
    }
    return parsed;
  }
}
