package dev.vitrine.gateway.balance;

import dev.vitrine.gateway.upstream.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * Spares an endpoint that has just become ready, so that its caches and its JIT compiler warm up:
 * its share grows in a straight line from a tenth to all. Off where every endpoint is new, as when
 * the gateway itself has just started: somebody must take the requests.
 */
final class SlowStart {
  private static final double LEAST = 0.1;

  private final long windowNanos;

  SlowStart(Duration window) {
    this.windowNanos = window.toNanos();
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

  /** The part of its share that an endpoint gets now, 0.1 to 1. */
  double share(Endpoint endpoint, long now) {
    double age = (double) (now - endpoint.readySinceNanos()) / windowNanos;
    return Math.clamp(LEAST + (1 - LEAST) * age, LEAST, 1);
  }
}
