package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.limit.EdgeLimitsConfig;
import dev.vitrine.gateway.security.limit.PacedBody;
import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.time.VertxEventLoop;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Makes the proxies of one event loop that lead to one upstream. They share its clients: a pool of
 * connections is not cheap to share across event loops, and there are few of these.
 */
public final class GatewayProxies {
  private final Upstream upstream;
  private final UpstreamConnections connections = new UpstreamConnections();
  private final StateListener removals;
  private final HttpClient pooled;
  private final HttpClient fresh;
  private final Forwarder forwarder;
  private final Answering answering;
  private final UnaryOperator<ReadStream<Buffer>> pace;

  /**
   * @param vertx on whose current event loop the proxies work
   * @param forwarded tells the upstream who asks
   * @param limits how slowly clients may send
   * @param unreachable told of an endpoint that could not be connected to
   */
  public GatewayProxies(
      Vertx vertx,
      Upstream upstream,
      ClientConfig config,
      Resilience resilience,
      EndpointChooser chooser,
      AttemptObservation observation,
      TextMapPropagator propagator,
      ForwardedFields forwarded,
      EdgeLimitsConfig limits,
      Consumer<Endpoint> unreachable) {
    this.upstream = upstream;
    this.pace = body -> PacedBody.of(vertx, body, limits);
    EventLoop loop = new VertxEventLoop(vertx);
    this.removals =
        change -> {
          if (change.after().isEmpty()) {
            loop.execute(() -> connections.retire(change.endpoint().socketAddress()));
          }
        };
    upstream.listen(removals);
    this.pooled = client(vertx, config, config.keepAlive(), connections);
    this.fresh = client(vertx, config, ClientConfig.MOMENT, connections);
    this.answering = new Answering(loop, new ResponseRelay(loop), observation::answering);
    UpstreamCall call =
        new UpstreamCall(pooled, fresh, new RequestHeaders(propagator, forwarded), config, loop);
    this.forwarder =
        new Forwarder(
            upstream,
            resilience,
            chooser,
            new Dispatcher(
                upstream.name(),
                call,
                observation,
                new Lessons(resilience, unreachable, System::nanoTime),
                System::nanoTime),
            new RetryRules(resilience.budget(), RandomGenerator.getDefault()),
            answering,
            loop);
  }

  /** Static, as Vert.x never collects a client whose handlers lead back to it. */
  private static HttpClient client(
      Vertx vertx, ClientConfig config, Duration keepAlive, UpstreamConnections connections) {
    return vertx
        .httpClientBuilder()
        .with(config.options(keepAlive))
        .with(config.pool())
        .withConnectHandler(connection -> {
          StrictResponses.watch(connection);
          UnusedConnection.watch(connection, keepAlive.plus(ClientConfig.MOMENT));
          connections.opened(connection);
        })
        .build();
  }

  /** The proxy of a route. */
  public GatewayProxy to(RouteConfig route) {
    return new GatewayProxy(route, forwarder, answering, pace, System::nanoTime);
  }

  /** Closes the connections, those in use when they are done. */
  public void close() {
    upstream.unlisten(removals);
    pooled.shutdown();
    fresh.shutdown();
  }
}
