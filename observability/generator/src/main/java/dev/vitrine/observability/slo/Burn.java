package dev.vitrine.observability.slo;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * A rate at which the budget of errors burns that somebody is to know of.
 *
 * @param rate times the rate that would just spend the budget
 * @param longWindow over which it burns so
 * @param shortWindow over which it still does, so that the alert ends soon after the fault
 * @param hold for how long both, before it is told
 */
public record Burn(
    double rate, Duration longWindow, Duration shortWindow, Duration hold, Severity severity) {

  public Burn {
    Require.that(rate > 0, "rate", rate, "more than 0");
    Require.that(
        shortWindow.compareTo(longWindow) < 0,
        "short-window",
        shortWindow,
        "less than the long window");
  }
}
