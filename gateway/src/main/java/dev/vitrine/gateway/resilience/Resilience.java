package dev.vitrine.gateway.resilience;

import dev.vitrine.gateway.upstream.Upstream;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What keeps one upstream's failures small, shared by all event loops.
 *
 * @param admission how many requests it gets at once
 * @param hold requests that wait for an endpoint
 * @param budget how many may be sent again
 * @param hedging when a second endpoint is asked the same
 * @param ejection which endpoints are kept out of use
 */
public record Resilience(
    Admission admission, Hold hold, RetryBudget budget, Hedging hedging, Ejection ejection) {

  /**
   * Makes it for an upstream.
   *
   * @param random safe for any thread
   * @param nanoTime as {@link System#nanoTime()}
   */
  public static Resilience of(
      Upstream upstream, ResilienceConfig config, RandomGenerator random, LongSupplier nanoTime) {
    return new Resilience(
        new Admission(config.admission(), nanoTime),
        new Hold(upstream, config.admission().maxQueued()),
        new RetryBudget(config.retryBudget(), nanoTime),
        new Hedging(config.hedging(), nanoTime),
        new Ejection(upstream, config.ejection(), random, nanoTime));
  }
}
