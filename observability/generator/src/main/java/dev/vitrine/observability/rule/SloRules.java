package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.name.Recorded;
import dev.vitrine.observability.slo.Burn;
import dev.vitrine.observability.slo.RouteGroup;
import dev.vitrine.observability.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of the objectives: what part of the requests misses them, and how fast that burns. */
final class SloRules {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Long windows change slowly, and cost most. */
  private static final int SLOWER = 4;

  private final Slo slo;
  private final TimeScale scale;
  private final List<Sli> indicators = new ArrayList<>();

  SloRules(Slo slo, TimeScale scale) {
    this.slo = slo;
    this.scale = scale;
    for (RouteGroup group : slo.groups()) {
      indicators.add(Sli.availability(slo.gateway(), group));
      group.latency().ifPresent(it -> indicators.add(Sli.latency(slo.gateway(), group, it)));
    }
  }

  List<RuleGroup> recordings() {
    return List.of(
        new RuleGroup("slo-now", scale.interval(), now()),
        new RuleGroup("slo-hour", scale.interval(), windows(false)),
        new RuleGroup("slo-days", scale.interval().multipliedBy(SLOWER), windows(true)),
        new RuleGroup("slo-budget", scale.interval().multipliedBy(SLOWER), budget()));
  }

  List<RuleGroup> alerts() {
    List<Rule> alerts = new ArrayList<>();
    for (String promise : List.of("availability", "latency")) {
      slo.burns().forEach(burn -> alerts.add(alert(promise, burn)));
    }
    return List.of(new RuleGroup("slo-alerts", scale.interval(), alerts));
  }

  /** What is promised, and what there is in the last five minutes. */
  private List<Rule> now() {
    String range = range(FIVE_MINUTES);
    List<Rule> rules = new ArrayList<>();
    for (Sli sli : indicators) {
      Map<String, String> labels = sli.labels();
      rules.add(constant(Recorded.OBJECTIVE, BigDecimal.ONE.subtract(sli.budget()), labels));
      rules.add(constant(Recorded.BUDGET, sli.budget(), labels));
      rules.add(new Recording(Recorded.ERRORS, sli.errors(range), labels));
      rules.add(new Recording(Recorded.TOTAL, sli.total(range), labels));
    }
    rules.add(
        new Recording(
            Recorded.ratio(FIVE_MINUTES),
            "%s / clamp_min(%s, 1e-9)".formatted(Recorded.ERRORS, Recorded.TOTAL),
            Map.of()));
    return rules;
  }

  private List<Rule> windows(boolean longOnes) {
    List<Rule> rules = new ArrayList<>();
    for (Duration window : slo.windows()) {
      if (!window.equals(FIVE_MINUTES) && (window.compareTo(HOUR) > 0) == longOnes) {
        for (Sli sli : indicators) {
          rules.add(new Recording(Recorded.ratio(window), sli.ratio(range(window)), sli.labels()));
        }
      }
    }
    return rules;
  }

  /** Of what was recorded: the requests of a month are too many to add up again each time. */
  private List<Rule> budget() {
    String range = range(slo.window());
    String ratio = Recorded.ratio(slo.window());
    return List.of(
        new Recording(
            ratio,
            "sum_over_time(%s[%s])\n/ clamp_min(sum_over_time(%s[%s]), 1e-9)"
                .formatted(Recorded.ERRORS, range, Recorded.TOTAL, range),
            Map.of()),
        new Recording(
            Recorded.BUDGET_LEFT, "1 - %s / %s".formatted(ratio, Recorded.BUDGET), Map.of()));
  }

  private Alert alert(String promise, Burn burn) {
    String of = "{slo=\"" + promise + "\"}";
    String rate = BigDecimal.valueOf(burn.rate()).stripTrailingZeros().toPlainString();
    String longWindow = PromDuration.of(burn.longWindow());
    String name = promise.substring(0, 1).toUpperCase(Locale.ROOT) + promise.substring(1);
    return Alert.of(
            name + "BudgetBurn",
            burn.severity(),
            burning(burn.longWindow(), of),
            """
            > %s
            and
            %s > %s
            and
            avg_over_time(%s%s[%s]) > %s\
            """
                .formatted(
                    rate,
                    burning(burn.shortWindow(), of),
                    rate,
                    Recorded.TOTAL,
                    of,
                    range(burn.longWindow()),
                    slo.requestsPerSecond()))
        .holding(burn.hold())
        .with("window", longWindow)
        .saying(
            "{{ $labels.route_group }}: the budget of %s burns {{ $value | printf \"%%.1f\" }} times too fast"
                .formatted(promise),
            "In the last %s so many times more requests %s than would just spend the budget of %s; it is told from %s times on."
                .formatted(
                    longWindow,
                    promise.equals("latency") ? "were too slow" : "failed",
                    PromDuration.of(slo.window()),
                    rate))
        .shownBy(Board.SLO, "var-group={{ $labels.route_group }}");
  }

  /** How many times the rate that would just spend the budget: what an alert tells, measured. */
  private static String burning(Duration window, String of) {
    return "%s%s / %s%s".formatted(Recorded.ratio(window), of, Recorded.BUDGET, of);
  }

  private String range(Duration window) {
    return PromDuration.of(scale.window(window));
  }

  private static Recording constant(String name, BigDecimal value, Map<String, String> labels) {
    return new Recording(name, "vector(" + value.toPlainString() + ")", labels);
  }
}
