package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Superseded;
import dev.vitrine.gateway.upstream.Endpoint;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's turn at a request: the endpoint counts it as in flight from here until {@link
 * #end}. For the event loop of the request.
 */
final class Dispatch {
  private final Endpoint endpoint;
  private Future<AttemptOutcome> outcome = Future.failedFuture("not sent");
  private @Nullable UpstreamAttempt attempt;
  private boolean superseded;
  private boolean ended;

  Dispatch(Endpoint endpoint) {
    this.endpoint = endpoint;
    endpoint.acquire();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** What comes of it; fails only by what nobody expected. */
  Future<AttemptOutcome> outcome() {
    return outcome;
  }

  void sent(Future<AttemptOutcome> result) {
    outcome = result;
  }

  /** There is a connection for it. */
  void started(UpstreamAttempt started) {
    attempt = started;
    if (superseded) {
      started.giveUp(new Superseded());
    }
  }

  /** Another endpoint was faster: this one need not answer. */
  void supersede() {
    superseded = true;
    if (attempt != null) {
      attempt.giveUp(new Superseded());
    }
  }

  /** Nothing is left to do; the endpoint has one request less. */
  void end() {
    if (!ended) {
      ended = true;
      endpoint.release();
    }
  }
}
