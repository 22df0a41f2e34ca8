package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How many of an upstream's requests may be sent again.
 *
 * @param reserve retries that are always paid for
 * @param percent of the requests of the window, beyond the reserve
 * @param window in whole seconds, up to now
 */
public record RetryBudgetConfig(int reserve, int percent, Duration window) {
  public RetryBudgetConfig {
    Require.between("reserve", reserve, 0, 1_000_000);
    Require.between("percent", percent, 0, 1000);
    Require.between("window", window, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Require.wholeSeconds("window", window); // each of them has a count
  }
}
