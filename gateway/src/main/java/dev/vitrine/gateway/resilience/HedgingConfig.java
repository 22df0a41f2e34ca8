package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * When a second endpoint is asked the same, for routes that say so.
 *
 * @param percentile of the upstream's answers: once that share of them would have come, this one is
 *     late
 * @param percent of the requests of the window that may be asked of a second endpoint
 * @param window in whole seconds; also how often the percentile is taken anew
 * @param leastAnswers that tell a percentile; where there are fewer, they are counted for longer
 */
public record HedgingConfig(int percentile, int percent, Duration window, int leastAnswers) {
  public HedgingConfig {
    Require.between("percentile", percentile, 50, 99);
    Require.between("percent", percent, 0, 50);
    Require.between("window", window, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Require.wholeSeconds("window", window);
    Require.between("least-answers", leastAnswers, 1, 1_000_000);
  }
}
