package dev.vitrine.gateway.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of each case at each edge when the corpus was last recorded, in {@code verdicts.yaml}.
 * What is wrong begins with an exclamation mark; {@code or} stands between what comes by turns.
 */
record Verdicts(Map<String, Map<String, String>> cases) {
  private static final Path FILE =
      Path.of("src/test/resources/dev/vitrine/gateway/corpus/verdicts.yaml");

  /** The edges, in the order of the columns. */
  enum Column {
    GATEWAY,
    STOCK,
    NGINX;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Verdicts recorded() {
    return Section.read("verdicts.yaml", Verdicts.class);
  }

  /** As it is written here. */
  static String of(Case now, Observation seen) {
    return (Judgement.on(now, seen).isEmpty() ? "" : "!") + seen.verdict();
  }

  String get(String name, Column column) {
    return cases.getOrDefault(name, Map.of()).getOrDefault(column.key(), "");
  }

  boolean allows(String name, Column column, String verdict) {
    return Arrays.asList(get(name, column).split(" or ", -1)).contains(verdict);
  }

  /** The same with another column; where a verdict is one of several, they stay. */
  Verdicts with(Column column, Map<String, String> verdicts) {
    Map<String, Map<String, String>> next = new LinkedHashMap<>();
    verdicts.forEach((name, verdict) -> {
      Map<String, String> row = new TreeMap<>(cases.getOrDefault(name, Map.of()));
      if (!allows(name, column, verdict)) {
        row.put(column.key(), verdict);
      }
      next.put(name, row);
    });
    return new Verdicts(next);
  }

  /** Writes the file anew, in the order of the corpus. */
  void record() throws IOException {
    StringBuilder lines = new StringBuilder();
    cases.forEach((name, row) -> {
      String columns =
          row.entrySet().stream()
              .map(one -> "%s: '%s'".formatted(one.getKey(), one.getValue()))
              .collect(Collectors.joining(", "));
      lines.append("  %s: {%s}%n".formatted(name, columns));
    });
    Files.writeString(
        FILE,
        """
        # What came of each case at the gateway, at the stock proxy of Vert.x, and at nginx. Written by
        # DifferentialIT -Dvitrine.corpus.record=true; an exclamation mark says that it is wrong.
        cases:
        """
            + lines);
  }
}
