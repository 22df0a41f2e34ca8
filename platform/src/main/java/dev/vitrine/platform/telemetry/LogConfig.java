package dev.vitrine.platform.telemetry;

import dev.vitrine.platform.config.Require;

/**
 * How a process logs.
 *
 * @param level the least severe level that is written
 * @param format how a line looks
 * @param access whether a line is written for each request
 * @param accessSampling of requests that went well and fast, which part has a line, from 0 to 1;
 *     the others always have one
 */
public record LogConfig(Level level, Format format, boolean access, double accessSampling) {
  public LogConfig {
    Require.that(
        accessSampling >= 0 && accessSampling <= 1,
        "access-sampling",
        accessSampling,
        "a number from 0 to 1");
  }

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
