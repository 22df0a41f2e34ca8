package dev.vitrine.observability.name;

import java.time.Duration;

/** The series that recording rules make; each is of a {@code slo} and a {@code route_group}. */
public final class Recorded {
  /** Part of the requests that keep the objective, if it is kept. */
  public static final String OBJECTIVE = "slo:objective:ratio";

  /** Part of the requests that may miss it. */
  public static final String BUDGET = "slo:error_budget:ratio";

  /** Part of the budget that is left, over the window of the objective; less than 0 when spent. */
  public static final String BUDGET_LEFT = "slo:error_budget_remaining:ratio";

  /** Requests that miss it, a second. */
  public static final String ERRORS = "slo:sli_errors:rate5m";

  /** Requests that count, a second. */
  public static final String TOTAL = "slo:sli_total:rate5m";

  private Recorded() {}

  /** Part of the requests that miss it, over a window. */
  public static String ratio(Duration window) {
    return "slo:sli_error:ratio_rate" + PromDuration.of(window);
  }
}
