package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptObservation.Attempt;
import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooSlow;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Superseded;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends requests to endpoints, and remembers of each endpoint how it fared: what the balancer and
 * the ejection go by, and what metrics and traces show. For one event loop.
 */
final class Dispatcher {
  private final String upstream;
  private final UpstreamCall call;
  private final AttemptObservation observation;
  private final Resilience resilience;
  private final Consumer<Endpoint> unreachable;
  private final LongSupplier nanoTime;

  /**
   * @param unreachable told of an endpoint that could not be connected to
   * @param nanoTime as {@link System#nanoTime()}
   */
  Dispatcher(
      String upstream,
      UpstreamCall call,
      AttemptObservation observation,
      Resilience resilience,
      Consumer<Endpoint> unreachable,
      LongSupplier nanoTime) {
    this.upstream = upstream;
    this.call = call;
    this.observation = observation;
    this.resilience = resilience;
    this.unreachable = unreachable;
    this.nanoTime = nanoTime;
  }

  /** Sends the request to the endpoint. */
  Dispatch send(Forwarding forwarding, Endpoint endpoint) {
    int resends = forwarding.countAttempt();
    if (resends > 0) {
      observation.resent(upstream, forwarding.cause());
    }
    forwarding.tried().add(endpoint);
    Attempt observed =
        observation.begin(upstream, endpoint, forwarding.method(), resends, forwarding.trace());
    long begin = nanoTime.getAsLong();
    Dispatch dispatch = new Dispatch(endpoint);
    dispatch.sent(
        call.send(forwarding, endpoint, observed.context(), dispatch::started)
            .onSuccess(outcome -> {
              observe(observed, outcome);
              learn(endpoint, outcome, nanoTime.getAsLong() - begin);
            }));
    return dispatch;
  }

  private static void observe(Attempt observed, AttemptOutcome outcome) {
    switch (outcome) {
      case Answered(var response, _) -> observed.answered(response.statusCode());
      case Unsent(Reason reason) -> observed.failed(reason.label());
      case Lost(Reason reason) -> observed.failed(reason.label());
      case ContentTooLarge() -> observed.failed("content-too-large");
      case ContentTooSlow() -> observed.failed("content-too-slow");
      case ClientGone() -> observed.failed("client-gone");
      case Superseded() -> observed.failed("superseded");
    }
  }

  private void learn(Endpoint endpoint, AttemptOutcome outcome, long nanos) {
    switch (outcome) {
      case Answered(var response, _) when response.statusCode() < 500 -> {
        endpoint.latency().observe(nanos, nanoTime.getAsLong());
        resilience.ejection().answeredWell(endpoint);
        resilience.admission().answered(nanos);
        resilience.hedging().answered(nanos);
      }
      case Answered(var response, _) -> {
        failedAfter(endpoint, nanos);
        resilience.ejection().answeredBadly(endpoint);
        if (response.statusCode() == 503) {
          resilience.admission().overloaded();
        }
      }
      case Lost(Reason reason) -> {
        failedAfter(endpoint, nanos);
        resilience.ejection().answeredBadly(endpoint);
        if (reason == Reason.RESPONSE_TIMEOUT || reason == Reason.DEADLINE) {
          resilience.admission().overloaded();
        }
      }
      case Unsent(Reason reason) when reason == Reason.POOL_OVERFLOW ->
          resilience.ejection().inconclusive(endpoint);
      case Unsent(_) -> {
        resilience.ejection().connectFailed(endpoint);
        unreachable.accept(endpoint);
      }
      case Superseded() -> {
        failedAfter(endpoint, nanos);
        resilience.hedging().answered(nanos);
        resilience.ejection().inconclusive(endpoint);
      }
      case ContentTooLarge(), ContentTooSlow(), ClientGone() ->
          resilience.ejection().inconclusive(endpoint);
    }
  }

  /** An endpoint that fails fast, or is not waited for, must not look like a fast one. */
  private void failedAfter(Endpoint endpoint, long nanos) {
    long now = nanoTime.getAsLong();
    endpoint.latency().observe(Math.max(nanos, (long) endpoint.latency().nanos(now)), now);
  }
}
