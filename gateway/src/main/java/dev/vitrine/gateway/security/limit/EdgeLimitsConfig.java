package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * What a client must keep to; sizes of the head are in {@code http}.
 *
 * @param maxFields header fields of a request
 * @param headTimeout from the first byte of a request's head to its last
 * @param minBodyRate bytes of content a second, on average over the time that it is waited for; 0
 *     for any
 * @param bodyGrace for how long a body may be slower
 * @param maxLoops how often a request may have come through this gateway; one that has is refused
 */
public record EdgeLimitsConfig(
    int maxFields, Duration headTimeout, int minBodyRate, Duration bodyGrace, int maxLoops) {
  public EdgeLimitsConfig {
    Require.between("max-fields", maxFields, 10, 10_000);
    Require.between("head-timeout", headTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    Require.between("min-body-rate", minBodyRate, 0, 1_000_000_000);
    Require.between("body-grace", bodyGrace, Duration.ofMillis(100), Duration.ofMinutes(10));
    Require.between("max-loops", maxLoops, 1, 100);
  }

  /** 100 fields, 10 s for a head, 100 bytes a second after 10 s, 10 loops. */
  public static EdgeLimitsConfig defaults() {
    return new EdgeLimitsConfig(100, Duration.ofSeconds(10), 100, Duration.ofSeconds(10), 10);
  }
}
