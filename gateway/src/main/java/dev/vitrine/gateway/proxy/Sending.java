package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.resilience.Hedging;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.time.Timers;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Sends a request to an endpoint; and to a second, where the route wants it and the first is late.
 * For one event loop.
 */
final class Sending {
  private final Candidates candidates;
  private final Dispatcher dispatcher;
  private final Hedging hedging;
  private final Timers timers;

  Sending(Candidates candidates, Dispatcher dispatcher, Hedging hedging, Timers timers) {
    this.candidates = candidates;
    this.dispatcher = dispatcher;
    this.hedging = hedging;
    this.timers = timers;
  }

  /** Completes with the dispatch whose outcome counts, when it is there. */
  Future<Dispatch> send(Forwarding forwarding, Endpoint endpoint) {
    Dispatch dispatch = dispatcher.send(forwarding, endpoint);
    return forwarding
        .waitFor(fastest(forwarding, dispatch))
        .onFailure(unexpected -> dispatch.end());
  }

  private Future<Dispatch> fastest(Forwarding forwarding, Dispatch dispatch) {
    if (!forwarding.isHedged()) {
      return dispatch.outcome().map(dispatch);
    }
    hedging.requested();
    return hedging
        .patience()
        .map(
            patience -> HedgedDispatch.fastest(dispatch, patience, timers, () -> hedge(forwarding)))
        .orElseGet(() -> dispatch.outcome().map(dispatch));
  }

  private Optional<Dispatch> hedge(Forwarding forwarding) {
    if (!forwarding.content().isEmpty()
        || forwarding.isAbandoned()
        || !candidates.canHedge(forwarding)
        || !hedging.tryHedge()) {
      return Optional.empty();
    }
    forwarding.becauseOf("late");
    return candidates
        .choose(forwarding)
        .map(endpoint -> {
          forwarding.hedged();
          return dispatcher.send(forwarding, endpoint);
        });
  }
}
