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
 * @param summary one line, for a person; may have Prometheus's templates
 * @param description what to know before looking; may have Prometheus's templates
 * @param dashboard where to look first
 * @param query the dashboard's variables, {@code var-upstream=a}; may be empty
 */
public record Alert(
    String name,
    String measured,
    String expression,
    Duration hold,
    Severity severity,
    Map<String, String> furtherLabels,
    String summary,
    String description,
    Board dashboard,
    String query)
    implements Rule {

  /** Begins one that is told where what is measured meets a condition. */
  static Alert of(String name, Severity severity, String measured, String condition) {
    return new Alert(
        name,
        measured,
        measured + " " + condition,
        Duration.ZERO,
        severity,
        Map.of(),
        "",
        "",
        Board.OVERVIEW,
        "");
  }

  /** Only where it has been so for a while. */
  Alert holding(Duration longer) {
    return new Alert(
        name,
        measured,
        expression,
        longer,
        severity,
        furtherLabels,
        summary,
        description,
        dashboard,
        query);
  }

  /** With these words. */
  Alert saying(String briefly, String more) {
    return new Alert(
        name, measured, expression, hold, severity, furtherLabels, briefly, more, dashboard, query);
  }

  /** With a way to a dashboard. */
  Alert shownBy(Board board, String variables) {
    return new Alert(
        name,
        measured,
        expression,
        hold,
        severity,
        furtherLabels,
        summary,
        description,
        board,
        variables);
  }

  /** With one more label. */
  Alert with(String label, String value) {
    Map<String, String> more = new TreeMap<>(furtherLabels);
    more.put(label, value);
    return new Alert(
        name,
        measured,
        expression,
        hold,
        severity,
        Map.copyOf(more),
        summary,
        description,
        dashboard,
        query);
  }

  @Override
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(furtherLabels);
    labels.put("severity", severity.label());
    return labels;
  }

  /** The part of the runbook that is about it. */
  public String anchor() {
    return name.toLowerCase(Locale.ROOT);
  }
}
