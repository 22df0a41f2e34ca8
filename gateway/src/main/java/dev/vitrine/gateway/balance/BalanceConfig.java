package dev.vitrine.gateway.balance;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How requests are spread over the endpoints of an upstream.
 *
 * @param slowStart how long an endpoint that has just become ready gets less than its share; zero
 *     to give it all at once
 * @param slowStartShare percent of its share that it gets at first
 * @param panicThreshold percent of the ready endpoints; where fewer than that are left in use,
 *     ejections are ignored
 */
public record BalanceConfig(Duration slowStart, int slowStartShare, int panicThreshold) {
  public BalanceConfig {
    Require.between("slow-start", slowStart, Duration.ZERO, Duration.ofHours(1));
    Require.between("slow-start-share", slowStartShare, 0, 100);
    Require.between("panic-threshold", panicThreshold, 0, 100);
  }
}
