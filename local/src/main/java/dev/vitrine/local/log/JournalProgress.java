package dev.vitrine.local.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Progress that is also written to the supervisor's own log, in the form of the services' logs. A
 * log that cannot be written does not keep the system from running.
 */
public final class JournalProgress implements Progress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Progress shown;
  private final Path file;
  private final InstantSource clock;

  public JournalProgress(Progress shown, Path file, InstantSource clock) {
    this.shown = shown;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public void done(String what, String detail) {
    shown.done(what, detail);
    write("INFO", detail.isEmpty() ? what : what + ": " + detail);
  }

  @Override
  public void doing(String what) {
    shown.doing(what);
  }

  @Override
  public void notice(String what) {
    shown.notice(what);
    write("WARN", what);
  }

  @Override
  public void failed(String what, List<String> details) {
    shown.failed(what, details);
    write("ERROR", what);
    details.forEach(detail -> write("ERROR", "  " + detail));
  }

  private synchronized void write(String level, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    fields.put("level", level);
    fields.put("message", message);
    fields.put("service.name", "vitrine");
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(fields) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException _) {
      // What was said has been shown; a full disk is reported by those who need it.
      return;
    }
  }
}
