package dev.vitrine.gateway.balance;

import dev.vitrine.gateway.upstream.Endpoint;
import java.util.List;

/**
 * Spares an endpoint that has just become ready, so that its caches and its JIT compiler warm up:
 * its share grows in a straight line from a part of it to all. Off where every endpoint is new, as
 * when the gateway itself has just started: somebody must take the requests.
 */
final class SlowStart {
  private final long windowNanos;
  private final double least;

  SlowStart(BalanceConfig config) {
    this.windowNanos = config.slowStart().toNanos();
    this.least = config.slowStartShare() / 100.0;
  }

  /** Whether any of these has been ready for long enough to take the others' share. */
  boolean applies(List<Endpoint> endpoints, long now) {
    if (windowNanos == 0) {
      return false;
    }
    for (Endpoint endpoint : endpoints) {
      if (now - endpoint.readySinceNanos() >= windowNanos) {
        return true;
      }
    }
    return false;
  }

  /** The part of its share that an endpoint gets now, 0 to 1. */
  double share(Endpoint endpoint, long now) {
    double age = (double) (now - endpoint.readySinceNanos()) / windowNanos;
    return Math.clamp(least + (1 - least) * age, least, 1);
  }
}
