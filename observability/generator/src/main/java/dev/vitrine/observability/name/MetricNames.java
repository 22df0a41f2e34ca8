package dev.vitrine.observability.name;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The metrics that an expression asks Prometheus for. */
public final class MetricNames {
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

  /** What has words that are no names: selectors, ranges, labels to group by. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "\\{[^}]*}|\\[[^]]*]"
              + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  /** A word that is not called like a function, nor the unit of a number. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

  private MetricNames() {}

  /** Those of an expression of PromQL whose texts have no quotes within. */
  public static Set<String> in(String expression) {
    String bare = ASIDE.matcher(TEXT.matcher(expression).replaceAll("")).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    NAME.matcher(bare).results().map(MatchResult::group).forEach(names::add);
    names.removeAll(WORDS);
    return names;
  }
}
