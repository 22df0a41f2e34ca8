package dev.vitrine.observability.rule;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What somebody could get wrong in an alert's expression. */
final class RuleFaults {
  private static final Pattern THRESHOLD = Pattern.compile("(?:==|>=|[<>]) ([0-9.]+)");
  private static final Pattern WINDOW = Pattern.compile("\\[([0-9]+[smhd])(?=[]:])");
  private static final Pattern LABELS = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern MATCHER = Pattern.compile("[a-z_]+(?:=~|!~|!=|=)\"[^\"]*\"");
  private static final String GUARD = "\nand\n";

  private final String expression;
  private final List<String> wrong = new ArrayList<>();

  private RuleFaults(String expression) {
    this.expression = expression;
  }

  /** The expression with one fault each: a threshold, window, label, matcher or guard. */
  static List<String> of(String expression) {
    RuleFaults faults = new RuleFaults(expression);
    faults.find(THRESHOLD, number -> others(Double.parseDouble(number)));
    faults.find(WINDOW, window -> others(duration(window)));
    faults.find(LABELS, labels -> withoutOne(labels.split(", ", -1)));
    faults.forgetMatchers();
    if (expression.contains(GUARD)) {
      faults.wrong.add(expression.substring(0, expression.indexOf(GUARD)));
    }
    return List.copyOf(faults.wrong);
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

  /** Each in all places: where one series is compared with another, one place is as good as all. */
  private void forgetMatchers() {
    MATCHER
        .matcher(expression)
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(it -> expression.replace(it + ",", "").replace("," + it, "").replace(it, ""))
        .forEach(wrong::add);
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
  private static Stream<String> withoutOne(String[] all) {
    return Arrays.stream(all)
        .filter(one -> !one.equals("le"))
        .map(one -> Arrays.stream(all).filter(other -> !other.equals(one)).collect(joining(", ")));
  }

  /** As Prometheus writes one. */
  static Duration duration(String text) {
    return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text.toUpperCase(Locale.ROOT));
  }
}
