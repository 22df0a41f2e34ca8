package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How many requests an upstream gets at once.
 *
 * @param maxInFlight at once, over all its endpoints
 * @param maxQueued that wait for one of those to end; beyond, requests are refused
 * @param queueTimeout how long one waits before it is refused
 * @param newestFirstAfter where the oldest has waited for so long, the newest goes first: it still
 *     has somebody who waits for the answer
 * @param adaptive whether fewer are let through where the upstream gets slower by having many
 */
public record AdmissionConfig(
    int maxInFlight,
    int maxQueued,
    Duration queueTimeout,
    Duration newestFirstAfter,
    boolean adaptive) {
  public AdmissionConfig {
    Duration most = Duration.ofMinutes(1);
    Require.between("max-in-flight", maxInFlight, 1, 1_000_000);
    Require.between("max-queued", maxQueued, 0, 1_000_000);
    Require.between("queue-timeout", queueTimeout, Duration.ofMillis(1), most);
    Require.between("newest-first-after", newestFirstAfter, Duration.ZERO, most);
  }
}
