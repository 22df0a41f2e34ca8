package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.PowerOfTwoChoices;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Makes the proxies of one event loop. They share its client: a pool of connections is not cheap to
 * share across event loops, and there are few of these.
 */
public final class GatewayProxies {
  private final Vertx vertx;
  private final UpstreamCall call;
  private final PowerOfTwoChoices balance;
  private final AttemptObservation observation;
  private final ClientConfig config;
  private final Consumer<Endpoint> unreachable;

  /**
   * @param vertx on whose current event loop the proxies work
   * @param unreachable told of an endpoint that could not be connected to
   */
  public GatewayProxies(
      Vertx vertx,
      ClientConfig config,
      AttemptObservation observation,
      TextMapPropagator propagator,
      Consumer<Endpoint> unreachable) {
    this.vertx = vertx;
    this.config = config;
    this.observation = observation;
    this.unreachable = unreachable;
    this.balance = new PowerOfTwoChoices(RandomGenerator.getDefault());
    this.call =
        new UpstreamCall(
            vertx,
            vertx.createHttpClient(config.options(), config.pool()),
            new RequestHeaders(propagator),
            config);
  }

  /** The proxy of a route. */
  public GatewayProxy to(Upstream upstream, long largestBody) {
    return new GatewayProxy(
        vertx, upstream, largestBody, config.attempts(), balance, call, observation, unreachable);
  }
}
