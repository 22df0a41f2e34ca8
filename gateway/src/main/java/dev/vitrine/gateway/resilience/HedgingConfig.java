package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;

/**
 * When a second endpoint is asked the same, for routes that say so.
 *
 * @param percentile of the upstream's answers: once that share of them would have come, this one is
 *     late
 * @param percent of the requests of the last ten seconds that may be asked of a second endpoint
 */
public record HedgingConfig(int percentile, int percent) {
  public HedgingConfig {
    Require.between("percentile", percentile, 50, 99);
    Require.between("percent", percent, 0, 50);
  }
}
