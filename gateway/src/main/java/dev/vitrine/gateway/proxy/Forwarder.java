package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooSlow;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Superseded;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.resilience.Admission.Verdict;
import dev.vitrine.gateway.resilience.Hedging;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The way of a request to an upstream: let in, sent to an endpoint, sent to another where that is
 * safe, answered. Each step returns a future that completes when the request is over, so that what
 * was taken is given back exactly once. For one event loop.
 */
final class Forwarder {
  private final Upstream upstream;
  private final Resilience resilience;
  private final EndpointChooser chooser;
  private final Dispatcher dispatcher;
  private final RetryRules rules;
  private final Answering answering;
  private final EventLoop loop;

  Forwarder(
      Upstream upstream,
      Resilience resilience,
      EndpointChooser chooser,
      Dispatcher dispatcher,
      RetryRules rules,
      Answering answering,
      EventLoop loop) {
    this.upstream = upstream;
    this.resilience = resilience;
    this.chooser = chooser;
    this.dispatcher = dispatcher;
    this.rules = rules;
    this.answering = answering;
    this.loop = loop;
  }

  /** Takes the request to its end; completes then. */
  Future<Void> forward(Forwarding forwarding) {
    resilience.budget().requested();
    Future<Verdict> asked = resilience.admission().admit(loop);
    forwarding.onDeparture(() -> resilience.admission().forget(asked));
    return forwarding
        .waitFor(asked)
        .compose(verdict ->
            switch (verdict) {
              case ADMITTED -> next(forwarding).eventually(() -> ended());
              case QUEUE_FULL ->
                  answering.answer(forwarding, GatewayProblems.queueFull(upstream.name()));
              case QUEUE_TIMEOUT ->
                  answering.answer(forwarding, GatewayProblems.queueTimeout(upstream.name()));
            });
  }

  private Future<Void> ended() {
    resilience.admission().ended();
    return Future.succeededFuture();
  }

  /** To the next endpoint, or to wait for one. */
  private Future<Void> next(Forwarding forwarding) {
    return choose(forwarding.tried())
        .map(endpoint -> attempt(forwarding, endpoint))
        .orElseGet(() -> hold(forwarding));
  }

  private Optional<Endpoint> choose(Collection<Endpoint> tried) {
    return chooser.choose(upstream, tried);
  }

  private boolean canChoose(Forwarding forwarding) {
    return chooser.canChoose(upstream, forwarding.tried());
  }

  private Future<Void> hold(Forwarding forwarding) {
    Duration left = forwarding.remainingHold();
    return forwarding
        .waitFor(resilience.hold().awaitChange(left, loop, () -> canChoose(forwarding)))
        .compose(changed -> {
          if (forwarding.isAbandoned()) {
            return Future.succeededFuture();
          }
          if (!changed) {
            return answering.answer(forwarding, GatewayProblems.noEndpoint(upstream.name()));
          }
          // One that was tried before may be well now.
          forwarding.tried().clear();
          return next(forwarding);
        });
  }

  private Future<Void> attempt(Forwarding forwarding, Endpoint endpoint) {
    Dispatch dispatch = dispatcher.send(forwarding, endpoint);
    return forwarding
        .waitFor(fastest(forwarding, dispatch))
        .onFailure(unexpected -> dispatch.end())
        .compose(fastest -> proceed(forwarding, fastest, fastest.outcome().result()));
  }

  /** This one, or that to a second endpoint, where the route wants it and this one is late. */
  private Future<Dispatch> fastest(Forwarding forwarding, Dispatch dispatch) {
    if (!forwarding.isHedged()) {
      return dispatch.outcome().map(dispatch);
    }
    Hedging hedging = resilience.hedging();
    hedging.requested();
    return hedging
        .patience()
        .map(patience -> HedgedDispatch.fastest(dispatch, patience, loop, () -> hedge(forwarding)))
        .orElseGet(() -> dispatch.outcome().map(dispatch));
  }

  private Optional<Dispatch> hedge(Forwarding forwarding) {
    // An endpoint that was chosen may be on trial by that, and has to be sent something.
    if (!forwarding.content().isEmpty()
        || forwarding.isAbandoned()
        || !canChoose(forwarding)
        || !resilience.hedging().tryHedge()) {
      return Optional.empty();
    }
    forwarding.becauseOf("late");
    return choose(forwarding.tried())
        .map(endpoint -> {
          forwarding.hedged();
          return dispatcher.send(forwarding, endpoint);
        });
  }

  private Future<Void> proceed(Forwarding forwarding, Dispatch dispatch, AttemptOutcome outcome) {
    if (outcome instanceof Answered answered) {
      return answered(forwarding, answered).onComplete(end -> dispatch.end());
    }
    dispatch.end();
    return switch (outcome) {
      case Answered _ -> throw new IllegalStateException("handled above");
      case Unsent(Reason reason) ->
          rules.mayRetry(forwarding, reason)
              ? another(forwarding, reason)
              : noAnswer(forwarding, reason);
      case Lost(Reason reason) ->
          rules.mayRepeat(forwarding, reason)
              ? another(forwarding, reason)
              : noAnswer(forwarding, reason);
      case ContentTooLarge() -> answering.answer(forwarding, GatewayProblems.contentTooLarge());
      case ContentTooSlow() -> answering.answer(forwarding, GatewayProblems.contentTooSlow());
      case ClientGone(), Superseded() -> Future.succeededFuture();
    };
  }

  /**
   * To one that was not tried; where there is no other, to the same if only its connection ended.
   */
  private Future<Void> another(Forwarding forwarding, Reason reason) {
    forwarding.becauseOf(reason.label());
    Optional<Endpoint> other = choose(forwarding.tried());
    if (other.isEmpty() && (reason == Reason.CONNECTION_LOST || reason == Reason.GOING_AWAY)) {
      other = choose(Set.of());
    }
    if (other.isPresent()) {
      return attempt(forwarding, other.get());
    }
    return reason == Reason.POOL_OVERFLOW || reason == Reason.RESPONSE_TIMEOUT
        ? noAnswer(forwarding, reason)
        : holdAfter(forwarding, reason);
  }

  /** Nobody else is there: perhaps somebody comes. If not, what happened is the answer. */
  private Future<Void> holdAfter(Forwarding forwarding, Reason reason) {
    Duration left = forwarding.remainingHold();
    return forwarding
        .waitFor(resilience.hold().awaitChange(left, loop, () -> canChoose(forwarding)))
        .compose(changed -> {
          if (forwarding.isAbandoned()) {
            return Future.succeededFuture();
          }
          Optional<Endpoint> other = changed ? choose(Set.of()) : Optional.empty();
          if (other.isPresent()) {
            return attempt(forwarding, other.get());
          }
          return changed ? holdAfter(forwarding, reason) : noAnswer(forwarding, reason);
        });
  }

  private Future<Void> noAnswer(Forwarding forwarding, Reason reason) {
    boolean gone = upstream.readyEndpoints() == 0 && !reason.isTimeout();
    return answering.answer(
        forwarding,
        gone
            ? GatewayProblems.noEndpoint(upstream.name())
            : GatewayProblems.noAnswer(upstream.name(), reason));
  }

  private Future<Void> answered(Forwarding forwarding, Answered answered) {
    Optional<Duration> pause = rules.pauseBeforeRetry(forwarding, answered.response());
    if (pause.isEmpty() || !canChoose(forwarding) || !resilience.budget().tryRetry()) {
      return answering.relay(forwarding, answered.response(), answered.attempt());
    }
    answered.attempt().drain(answered.response());
    forwarding.retriedForAnswer();
    forwarding.becauseOf("status-" + answered.response().statusCode());
    Promise<Void> waited = Promise.promise();
    loop.after(pause.get(), waited::complete);
    return forwarding.waitFor(waited.future()).compose(now -> next(forwarding));
  }
}
