package dev.vitrine.gateway.discovery;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * How endpoints are asked whether they are ready.
 *
 * @param interval between probes of an endpoint that is ready
 * @param intervalNotReady between probes of one that is not
 * @param timeout for one probe
 * @param fall failures in a row that make a ready endpoint not ready
 * @param rise successes in a row that make any other endpoint ready
 * @param spread percent of an interval by which it is longer or shorter, at most and at random, so
 *     that probes of endpoints that were found together drift apart
 */
public record ProbeConfig(
    Duration interval,
    Duration intervalNotReady,
    Duration timeout,
    int fall,
    int rise,
    int spread) {
  public ProbeConfig {
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofMinutes(5);
    Require.between("interval", interval, least, most);
    Require.between("interval-not-ready", intervalNotReady, least, most);
    Require.between("timeout", timeout, least, most);
    Require.between("fall", fall, 1, 100);
    Require.between("rise", rise, 1, 100);
    Require.between("spread", spread, 0, 100);
  }
}
