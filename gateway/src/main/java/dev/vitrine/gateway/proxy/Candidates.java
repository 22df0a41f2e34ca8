package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.resilience.Hold;
import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** The endpoints of an upstream, for the requests of one event loop. */
final class Candidates {
  private final Upstream upstream;
  private final EndpointChooser chooser;
  private final Hold hold;
  private final EventLoop loop;

  Candidates(Upstream upstream, EndpointChooser chooser, Hold hold, EventLoop loop) {
    this.upstream = upstream;
    this.chooser = chooser;
    this.hold = hold;
    this.loop = loop;
  }

  /** The name of the upstream. */
  String upstream() {
    return upstream.name();
  }

  /** Whether any is ready. */
  boolean areReady() {
    return upstream.readyEndpoints() > 0;
  }

  /**
   * One that the request has not been to; empty where there is none. It may be on trial by that: it
   * has to be sent something.
   */
  Optional<Endpoint> choose(Forwarding forwarding) {
    return chooser.choose(upstream, forwarding.tried());
  }

  /** Any, those included that the request has been to. */
  Optional<Endpoint> chooseAny() {
    return chooser.choose(upstream, Set.of());
  }

  /** Whether there is one that the request has not been to; none is chosen by that. */
  boolean canChoose(Forwarding forwarding) {
    return chooser.canChoose(upstream, forwarding.tried());
  }

  /** The same for a second request beside one that may still be answered. */
  boolean canHedge(Forwarding forwarding) {
    return chooser.canHedge(upstream, forwarding.tried());
  }

  /**
   * Waits for as long as the request may, and its client does; completes with whether anything has
   * changed.
   */
  Future<Boolean> awaitChange(Forwarding forwarding) {
    Future<Boolean> change =
        hold.awaitChange(forwarding.remainingHold(), loop, () -> canChoose(forwarding));
    forwarding.onDeparture(() -> hold.forget(change));
    return forwarding.waitFor(change);
  }
}
