package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a request is sent again, to another endpoint.
 *
 * @param most times for one request; 0 for never. A connection that fails or is lost does not count
 *     while there is an endpoint that the request was not sent to
 * @param maxBody bytes of content that are kept, so that they can be sent again
 * @param leastPause before a request is sent again because of an answer (502, 503, 504)
 * @param longestPause drawn at random between the two
 * @param longestAsked pause that an upstream can ask for ({@code Retry-After}). A request that
 *     waits keeps its place among those that are let in, and its client: so not for long. An
 *     upstream that asks for more is heard by the client itself
 */
public record RetryConfig(
    int most, int maxBody, Duration leastPause, Duration longestPause, Duration longestAsked) {
  public RetryConfig {
    Require.between("most", most, 0, 10);
    Require.between("max-body", maxBody, 0, 16 * 1024 * 1024);
    Require.between("least-pause", leastPause, Duration.ZERO, Duration.ofMinutes(1));
    Require.between("longest-pause", longestPause, leastPause, Duration.ofMinutes(1));
    Require.between("longest-asked", longestAsked, Duration.ZERO, Duration.ofMinutes(1));
  }

  /** How long to wait this time. */
  public Duration pause(RandomGenerator random) {
    long spread = longestPause.minus(leastPause).toNanos();
    return leastPause.plusNanos(Math.round(spread * random.nextDouble()));
  }
}
