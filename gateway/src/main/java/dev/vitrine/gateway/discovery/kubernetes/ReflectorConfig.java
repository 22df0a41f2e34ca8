package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How long the API server is listened to, and how soon it is asked again.
 *
 * @param watchTimeout after which the API server is to end a watch; longer or shorter by a tenth,
 *     at random
 * @param silence without a byte, after which a watch is taken for dead; the API server sends a
 *     bookmark about once a minute
 * @param relist after which everything is listed anew, whatever the watches told; longer or shorter
 *     by a tenth, at random
 * @param leastBackoff the bound of the wait after a first failure; it doubles with each further one
 * @param longestBackoff what that bound grows to
 */
public record ReflectorConfig(
    Duration watchTimeout,
    Duration silence,
    Duration relist,
    Duration leastBackoff,
    Duration longestBackoff) {
  public ReflectorConfig {
    // One of a few seconds would not be worth a watch: there would be nothing but lists.
    Duration shortest = Duration.ofSeconds(10);
    Require.between("watch-timeout", watchTimeout, shortest, Duration.ofDays(1));
    Require.between("silence", silence, Duration.ofSeconds(1), Duration.ofDays(1));
    Require.between("relist", relist, shortest, Duration.ofDays(1));
    Require.between("least-backoff", leastBackoff, Duration.ofMillis(10), Duration.ofMinutes(1));
    Require.between("longest-backoff", longestBackoff, leastBackoff, Duration.ofHours(1));
  }
}
