package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;

/**
 * How many of an upstream's requests may be sent again.
 *
 * @param reserve retries that are always paid for
 * @param percent of the requests of the last ten seconds, beyond the reserve
 */
public record RetryBudgetConfig(int reserve, int percent) {
  public RetryBudgetConfig {
    Require.between("reserve", reserve, 0, 1_000_000);
    Require.between("percent", percent, 0, 1000);
  }
}
