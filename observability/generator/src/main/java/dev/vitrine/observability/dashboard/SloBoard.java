package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.name.Recorded;
import dev.vitrine.observability.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast the budget of errors burns, and what is left of it. */
final class SloBoard {
  private static final String OF = "{route_group=~\"$group\"}";
  private static final String LEGEND = "{{route_group}} {{slo}}";
  private static final String NOTHING = " or 0 * " + Promql.watched(Recorded.OBJECTIVE + OF);

  private final Slo slo;

  private SloBoard(Slo slo) {
    this.slo = slo;
  }

  static Dashboard dashboard(Slo slo) {
    SloBoard board = new SloBoard(slo);
    return new Dashboard(
        Board.SLO,
        "How fast the budget of errors burns, over each window that alerts look at, and what is left of it.",
        List.of(board.now(), board.burns(), board.traffic()));
  }

  /** Of what is recorded, 1 *: so that it and what stands in for it are one series over time. */
  private Row now() {
    String window = PromDuration.of(slo.window());
    return Row.of(
        "Budget",
        Panel.number(
                "Budget left",
                "Part of the budget of the last "
                    + window
                    + " that is left. Below 0 the promise is broken.",
                Unit.PART)
            .query(Promql.budgetLeft(OF), LEGEND)
            .limits(0.25, 0)
            .leadingToFailedTraces(slo.gateway())
            .leadingToSlowTraces(slo.gateway())
            .sized(24, 5),
        Panel.lines(
                "Budget over time",
                "The same as it went. A cliff is an incident; a slope is a fault that nobody has found.",
                Unit.PART)
            .query(Promql.budgetLeft(OF), LEGEND)
            .limits(0.25, 0)
            .leadingToFailedTraces(slo.gateway())
            .leadingToSlowTraces(slo.gateway()),
        Panel.table("Promises", "Part of the requests that is promised to be well.", Unit.PART)
            .query(Recorded.OBJECTIVE + OF, ""));
  }

  private Row burns() {
    List<Panel> panels = new ArrayList<>();
    for (Duration window : slo.windows()) {
      List<Double> rates =
          slo.burns().stream()
              .filter(burn -> burn.longWindow().equals(window) || burn.shortWindow().equals(window))
              .map(burn -> burn.rate())
              .sorted()
              .toList();
      panels.add(
          Panel.lines(
                  "Burn over " + PromDuration.of(window),
                  "How many times too fast the budget burns. An alert needs this above %s."
                      .formatted(rates.getFirst()),
                  Unit.COUNT)
              .query(
                  "%s%s / %s%s".formatted(Recorded.ratio(window), OF, Recorded.BUDGET, OF)
                      + NOTHING,
                  LEGEND)
              .limits(Math.min(1, rates.getFirst()), rates.getFirst())
              .leadingToFailedTraces(slo.gateway())
              .leadingToSlowTraces(slo.gateway())
              .sized(6, 7));
    }
    return new Row("Burn", panels);
  }

  private Row traffic() {
    return Row.of(
        "Requests",
        Panel.lines(
                "Requests that count",
                "Requests a second that the promise is about. Of availability: without those whose clients left; of latency: without those that failed.",
                Unit.REQUESTS_PER_SECOND)
            .query("1 * " + Recorded.TOTAL + OF + NOTHING, LEGEND),
        Panel.lines(
                "Requests that miss the promise",
                "Requests a second that failed; or that were too slow, also where a client did not wait for the end.",
                Unit.REQUESTS_PER_SECOND)
            .query("1 * " + Promql.watched(Recorded.ERRORS + OF) + NOTHING, LEGEND)
            .leadingToFailedTraces(slo.gateway())
            .leadingToSlowTraces(slo.gateway()));
  }
}
