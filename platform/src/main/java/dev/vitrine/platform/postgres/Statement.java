package dev.vitrine.platform.postgres;

/**
 * One SQL statement that a service has, and what telemetry calls it.
 *
 * @param summary operation and table, {@code SELECT products}: {@code db.query.summary}, and the
 *     name of the span
 * @param sql the text, with {@code $1} for parameters
 */
public record Statement(String summary, String sql) {
  String operation() {
    int space = summary.indexOf(' ');
    return space < 0 ? summary : summary.substring(0, space);
  }
}
