package dev.vitrine.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code docs/problems.md} says of each problem. */
public final class DocumentedProblems {
  private static final Path PAGE = Path.of("..", "docs", "problems.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| ([^|]+) \\| (yes|no|if unsent) \\|$");

  private DocumentedProblems() {}

  /**
   * One row.
   *
   * @param retried whether the answer says when to try again: {@code yes}, {@code no} or {@code if
   *     unsent}
   */
  public record Row(String reason, int status, String when, String retried) {}

  /** All rows of the page. */
  public static List<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row ->
            new Row(row.group(1), Integer.parseInt(row.group(2)), row.group(3), row.group(4)))
        .toList();
  }
}
