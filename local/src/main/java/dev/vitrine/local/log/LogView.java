package dev.vitrine.local.log;

import dev.vitrine.local.terminal.Style;
import dev.vitrine.local.terminal.Terminal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a line is shown: to a person as one readable line, to a program as it was written.
 *
 * @param terminal where it is shown
 * @param zone the person's time zone
 */
record LogView(Terminal terminal, ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int SOURCE_WIDTH = 17;

  // Said already by the line's beginning, or of no use to a person.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "timestamp",
          "@timestamp",
          "@version",
          "level",
          "level_value",
          "logger",
          "thread",
          "message",
          "service.name",
          "service.version",
          "deployment.environment.name",
          "span_id",
          "trace_flags",
          "exception.stacktrace");

  String show(LogLine line) {
    return terminal.interactive() ? readable(line) : line.raw();
  }

  /** Time, level, source, message, then every other field as name=value. */
  String readable(LogLine line) {
    String level = line.fields().getOrDefault("level", "");
    String message = line.fields().getOrDefault("message", "").replaceAll("\\s*\\R\\s*", " | ");
    return terminal.paint(Style.DIM, TIME.withZone(zone).format(line.time()))
        + " "
        + terminal.paint(styleOf(level), "%-5s".formatted(level))
        + " "
        + terminal.paint(Style.BOLD, ("%-" + SOURCE_WIDTH + "s").formatted(line.source()))
        + " "
        + message
        + terminal.paint(Style.DIM, others(line));
  }

  private static String others(LogLine line) {
    return line.fields().entrySet().stream()
        .filter(field -> !LEFT_OUT.contains(field.getKey()) && !field.getValue().isEmpty())
        .map(field -> " " + field.getKey() + "=" + field.getValue().replaceAll("\\s+", " "))
        .collect(Collectors.joining());
  }

  private static Style styleOf(String level) {
    return switch (level) {
      case "ERROR" -> Style.BAD;
      case "WARN" -> Style.WARNING;
      case "INFO" -> Style.GOOD;
      default -> Style.DIM;
    };
  }
}
