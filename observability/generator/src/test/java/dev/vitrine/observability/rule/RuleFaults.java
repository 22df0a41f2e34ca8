package dev.vitrine.observability.rule;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What somebody could get wrong in a rule's expression. */
final class RuleFaults {
  private static final Pattern THRESHOLD = Pattern.compile("(?:==|>=|[<>]) ([0-9.]+)");
  private static final Pattern WINDOW = Pattern.compile("\\[([0-9]+[smhd])(?=[]:])");
  private static final Pattern CONSTANT = Pattern.compile("^vector\\(([0-9.]+)\\)$");
  private static final Pattern LABELS = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+(?:=~|!~|!=|=))\"([^\"]*)\"");
  private static final String AND = "\nand\n";

  private final String expression;
  private final List<String> wrong = new ArrayList<>();

  private RuleFaults(String expression) {
    this.expression = expression;
  }

  /** The expression with one fault each: a number, label, part or matcher. */
  static List<String> of(String expression) {
    List<String> all = new ArrayList<>(ofNumbers(expression));
    matchers(expression).forEach(it -> all.add(it.in(expression)));
    return List.copyOf(all);
  }

  /** The expression with one fault each, but for those of matchers. */
  static List<String> ofNumbers(String expression) {
    RuleFaults faults = new RuleFaults(expression);
    faults.find(THRESHOLD, number -> others(Double.parseDouble(number)));
    faults.find(CONSTANT, number -> others(Double.parseDouble(number)));
    faults.find(WINDOW, window -> others(duration(window)));
    faults.find(LABELS, labels -> withoutOne(labels.split(", ", -1)));
    faults.forgetParts();
    return List.copyOf(faults.wrong);
  }

  /**
   * What could be forgotten of the expression's matchers: each, and each value of one with some.
   */
  static Set<Forgotten> matchers(String expression) {
    Set<Forgotten> forgotten = new LinkedHashSet<>();
    for (MatchResult found : MATCHER.matcher(expression).results().toList()) {
      forgotten.add(new Forgotten(found.group(), ""));
      String start = found.group(1);
      String[] values = found.group(2).split("\\|", -1);
      if (start.endsWith("=~") && values.length > 1) {
        without(values, "|")
            .forEach(
                fewer -> forgotten.add(new Forgotten(found.group(), start + '"' + fewer + '"')));
      }
    }
    return forgotten;
  }

  /**
   * A matcher, and what is left of it; in all places: where one series is compared with another,
   * one place is as good as all.
   */
  record Forgotten(String matcher, String left) {
    String in(String expression) {
      return left.isEmpty()
          ? expression.replace(matcher + ",", "").replace("," + matcher, "").replace(matcher, "")
          : expression.replace(matcher, left);
    }
  }

  /** In place of what a pattern's group finds. */
  private interface Others {
    Stream<String> to(String found);
  }

  private void find(Pattern pattern, Others others) {
    pattern
        .matcher(expression)
        .results()
        .forEach(found ->
            others
                .to(found.group(1))
                .map(other ->
                    expression.substring(0, found.start(1))
                        + other
                        + expression.substring(found.end(1)))
                .forEach(wrong::add));
  }

  private void forgetParts() {
    String[] parts = expression.split(AND, -1);
    if (parts.length > 1) {
      without(parts, AND).forEach(wrong::add);
    }
  }

  private static Stream<String> others(double threshold) {
    return threshold == 0
        ? Stream.of("1")
        : Stream.of(TrafficAlerts.number(threshold * 2), TrafficAlerts.number(threshold / 2));
  }

  private static Stream<String> others(Duration window) {
    return Stream.of(window.multipliedBy(2), window.dividedBy(2)).map(it -> it.toSeconds() + "s");
  }

  /** The bucket of a histogram is no label that could be forgotten. */
  private static Stream<String> withoutOne(String[] labels) {
    return Arrays.stream(labels)
        .filter(one -> !one.equals("le"))
        .map(one ->
            Arrays.stream(labels).filter(other -> !other.equals(one)).collect(joining(", ")));
  }

  private static Stream<String> without(String[] all, String between) {
    return IntStream.range(0, all.length)
        .mapToObj(one ->
            IntStream.range(0, all.length)
                .filter(other -> other != one)
                .mapToObj(other -> all[other])
                .collect(joining(between)));
  }

  /** As Prometheus writes one. */
  static Duration duration(String text) {
    return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text.toUpperCase(Locale.ROOT));
  }
}
