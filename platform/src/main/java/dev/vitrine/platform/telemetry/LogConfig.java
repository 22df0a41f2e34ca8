package dev.vitrine.platform.telemetry;

/**
 * How a process logs.
 *
 * @param level the least severe level that is written
 * @param format how a line looks
 * @param access whether a line is written for each request
 */
public record LogConfig(Level level, Format format, boolean access) {

  /** The least severe level that is written. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** How a line looks; {@code AUTO} is text on a terminal, JSON elsewhere. */
  public enum Format {
    AUTO,
    JSON,
    TEXT
  }
}
