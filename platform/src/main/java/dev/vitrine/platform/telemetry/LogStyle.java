package dev.vitrine.platform.telemetry;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** What lines of the log are made of. */
enum LogStyle {
  JSON,
  PLAIN_TEXT,
  /** With colours, which are bytes that only a terminal understands. */
  COLOURED_TEXT;

  /**
   * The style of a configured format.
   *
   * @param environment a {@code NO_COLOR} that is not empty forbids colours (no-color.org), as does
   *     a {@code TERM} that is dumb
   * @param onTerminal whether it is a terminal that shows the lines
   */
  static LogStyle of(
      LogConfig.Format format, Map<String, String> environment, BooleanSupplier onTerminal) {
    boolean terminal = onTerminal.getAsBoolean();
    boolean text =
        switch (format) {
          case TEXT -> true;
          case JSON -> false;
          case AUTO -> terminal;
        };
    if (!text) {
      return JSON;
    }
    boolean coloured =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return coloured ? COLOURED_TEXT : PLAIN_TEXT;
  }
}
