package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.resilience.Admission;
import dev.vitrine.gateway.resilience.Admission.Verdict;
import dev.vitrine.gateway.time.EventLoop;
import io.vertx.core.Future;

/** Takes requests to an upstream, as many at once as that may have. For one event loop. */
final class Forwarder {
  private final String upstream;
  private final Admission admission;
  private final Tries tries;
  private final Answering answering;
  private final EventLoop loop;

  /**
   * @param upstream its name
   */
  Forwarder(
      String upstream, Admission admission, Tries tries, Answering answering, EventLoop loop) {
    this.upstream = upstream;
    this.admission = admission;
    this.tries = tries;
    this.answering = answering;
    this.loop = loop;
  }

  /** Takes the request to its end; completes then. */
  Future<Void> forward(Forwarding forwarding) {
    Future<Verdict> asked = admission.admit(forwarding.remaining(), loop);
    forwarding.onDeparture(() -> admission.forget(asked));
    return forwarding
        .waitFor(asked)
        .compose(verdict ->
            switch (verdict) {
              case ADMITTED -> tries.begin(forwarding).eventually(() -> ended());
              case QUEUE_FULL -> answering.answer(forwarding, GatewayProblems.queueFull(upstream));
              case QUEUE_TIMEOUT ->
                  answering.answer(forwarding, GatewayProblems.queueTimeout(upstream));
              case OUT_OF_TIME ->
                  answering.answer(forwarding, GatewayProblems.notSentInTime(upstream));
              case FORGOTTEN -> Future.succeededFuture();
            });
  }

  private Future<Void> ended() {
    admission.ended();
    return Future.succeededFuture();
  }
}
