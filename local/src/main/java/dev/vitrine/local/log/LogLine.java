package dev.vitrine.local.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log.
 *
 * @param time when it was written; that of the line before when it does not say
 * @param source who wrote it: "user-service-1", "database"
 * @param fields what it says, by name: timestamp, level, message, trace_id ...
 * @param raw the line as it is, when it is JSON; otherwise the same as JSON
 */
record LogLine(Instant time, String source, Map<String, String> fields, String raw) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // PostgreSQL: 2026-11-01 10:15:30.123 UTC [42] user@database LOG:  message
  private static final Pattern POSTGRES =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) UTC \\[\\d+] "
              + "(?:(\\S*@\\S*) )?([A-Z0-9]+):\\s+(.*)");

  // Prometheus: ts=2026-11-01T10:15:30.123Z caller=main.go:512 level=info msg="..." name=value ...
  private static final Pattern PROMETHEUS =
      Pattern.compile("ts=(\\S+) caller=\\S+ level=(\\w+) (.*)");

  /** Reads a line; one that is no JSON becomes its own message. */
  static LogLine parse(String source, String line, Instant before) {
    if (line.startsWith("{")) {
      try {
        return ofJson(source, line, before);
      } catch (JsonProcessingException _) {
        return ofText(source, line, before);
      }
    }
    Matcher postgres = POSTGRES.matcher(line);
    if (postgres.matches()) {
      return ofPostgres(source, postgres);
    }
    Matcher prometheus = PROMETHEUS.matcher(line);
    return prometheus.matches()
        ? ofPrometheus(source, prometheus, before)
        : ofText(source, line, before);
  }

  private static LogLine ofJson(String source, String line, Instant before)
      throws JsonProcessingException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
      fields.put(
          field.getKey(),
          field.getValue().isValueNode() ? field.getValue().asText() : field.getValue().toString());
    }
    return new LogLine(time(fields.get("timestamp"), before), source, fields, line);
  }

  private static Instant time(@Nullable String timestamp, Instant before) {
    try {
      return timestamp == null ? before : OffsetDateTime.parse(timestamp).toInstant();
    } catch (DateTimeException _) {
      return before;
    }
  }

  private static LogLine ofPostgres(String source, Matcher line) {
    Instant time = Instant.parse(line.group(1) + "T" + line.group(2) + "Z");
    String level =
        switch (line.group(4)) {
          case "LOG", "INFO", "NOTICE", "DETAIL", "HINT", "CONTEXT", "STATEMENT" -> "INFO";
          case "WARNING" -> "WARN";
          case "ERROR", "FATAL", "PANIC" -> "ERROR";
          default -> "DEBUG";
        };
    String who = line.group(3) == null ? "" : " (" + line.group(3) + ")";
    return written(source, time, level, line.group(5) + who);
  }

  private static LogLine ofPrometheus(String source, Matcher line, Instant before) {
    return written(
        source, time(line.group(1), before), line.group(2).toUpperCase(Locale.ROOT), line.group(3));
  }

  private static LogLine ofText(String source, String line, Instant before) {
    return written(source, before, "INFO", line);
  }

  private static LogLine written(String source, Instant time, String level, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("timestamp", time.toString());
    fields.put("level", level);
    fields.put("message", message);
    fields.put("service.name", source);
    try {
      return new LogLine(time, source, fields, JSON.writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written", e);
    }
  }
}
