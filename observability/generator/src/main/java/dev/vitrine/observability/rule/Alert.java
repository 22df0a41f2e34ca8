package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.slo.Severity;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule that tells somebody of what an expression finds.
 *
 * @param measured what there is to find when all is well, too: the expression without its threshold
 * @param expression what there is to find only when it is not
 * @param hold for how long it must have been found before anybody is told
 * @param labels among them the {@code severity}
 */
public record Alert(
    String name,
    String measured,
    String expression,
    Duration hold,
    Map<String, String> labels,
    Words words)
    implements Rule {
  private static final Words NONE = new Words("", "", Board.OVERVIEW, "");

  /**
   * What a person is told; may have Prometheus's templates.
   *
   * @param summary one line
   * @param description what to know before looking
   * @param dashboard where to look first
   * @param variables the dashboard's, {@code var-upstream=a}; may be empty
   */
  public record Words(String summary, String description, Board dashboard, String variables) {}

  public Alert {
    labels = Map.copyOf(labels);
  }

  /** Begins one that is told where what is measured meets a condition. */
  static Alert of(String name, Severity severity, String measured, String condition) {
    return finding(name, severity, measured, measured + " " + condition);
  }

  /** Begins one that is told where an expression finds something. */
  static Alert finding(String name, Severity severity, String measured, String expression) {
    Map<String, String> labels = Map.of("severity", severity.label());
    return new Alert(name, measured, expression, Duration.ZERO, labels, NONE);
  }

  /** Only where it has been so for a while. */
  Alert holding(Duration longer) {
    return new Alert(name, measured, expression, longer, labels, words);
  }

  /** With these words. */
  Alert saying(String summary, String description) {
    Words said = new Words(summary, description, words.dashboard(), words.variables());
    return new Alert(name, measured, expression, hold, labels, said);
  }

  /** With a way to a dashboard. */
  Alert shownBy(Board board, String variables) {
    Words said = new Words(words.summary(), words.description(), board, variables);
    return new Alert(name, measured, expression, hold, labels, said);
  }

  /** With one more label. */
  Alert with(String label, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new Alert(name, measured, expression, hold, more, words);
  }

  /** The part of the runbook that is about it. */
  public String anchor() {
    return name.toLowerCase(Locale.ROOT);
  }
}
