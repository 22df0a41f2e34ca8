package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.limit.EdgeLimitsConfig;
import dev.vitrine.gateway.security.limit.PacedBody;
import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.time.VertxEventLoop;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Makes the proxies of one event loop that lead to one upstream. They share its clients: a pool of
 * connections is not cheap to share across event loops, and there are few of these.
 */
public final class GatewayProxies {
  /** After that, a pool has done with a connection that is idle for too long. */
  private static final Duration POOL_DELAY = Duration.ofSeconds(1);

  private final Destination destination;
  private final UpstreamClients clients;
  private final Answering answering;
  private final Forwarder forwarder;
  private final UnaryOperator<ReadStream<Buffer>> pace;

  /**
   * @param vertx on whose current event loop the proxies work
   * @param forwarded tells the upstream who asks
   * @param limits how slowly clients may send, but to routes that stream
   */
  public GatewayProxies(
      Vertx vertx,
      Destination destination,
      AttemptObservation observation,
      ForwardedFields forwarded,
      EdgeLimitsConfig limits) {
    EventLoop loop = new VertxEventLoop(vertx);
    this.destination = destination;
    this.pace = body -> PacedBody.of(loop, body, limits);
    UpstreamConnections pooled = connections(destination);
    UpstreamConnections fresh = connections(destination);
    StateListener removals =
        change -> {
          if (change.after().isEmpty()) {
            SocketAddress gone = change.endpoint().socketAddress();
            loop.execute(() -> {
              pooled.retire(gone);
              fresh.retire(gone);
            });
          }
        };
    ClientConfig config = destination.client();
    this.clients =
        new UpstreamClients(
            () -> {
              destination.upstream().listen(removals);
              return new UpstreamClients.Pair(
                  pool(vertx, config, config.keepAlive(), pooled),
                  pool(vertx, config, config.trustedIdle(), fresh));
            },
            unused -> {
              destination.upstream().unlisten(removals);
              // Not by a shutdown: in its grace, for which nothing is left, Vert.x cannot be
              // closed.
              unused.pooled().client().close();
              unused.fresh().client().close();
            });
    this.answering = new Answering(new ResponseRelay(loop), observation::answering);
    RequestHeaders headers = new RequestHeaders(observation.propagator(), forwarded);
    this.forwarder = forwarder(new UpstreamCall(clients, headers, config, loop), observation, loop);
  }

  private static UpstreamConnections connections(Destination destination) {
    return new UpstreamConnections(
        destination.upstream().connections(), destination.client().removalGrace());
  }

  private Forwarder forwarder(UpstreamCall call, AttemptObservation observation, EventLoop loop) {
    String name = destination.upstream().name();
    Resilience resilience = destination.resilience();
    Candidates candidates =
        new Candidates(destination.upstream(), destination.chooser(), resilience.hold(), loop);
    Lessons lessons = new Lessons(resilience, destination.unreachable(), loop::nanoTime);
    Dispatcher dispatcher = new Dispatcher(name, call, observation, lessons, loop::nanoTime);
    Sending sending = new Sending(candidates, dispatcher, resilience.hedging(), loop);
    RetryRules rules = new RetryRules(resilience.budget(), RandomGenerator.getDefault());
    Tries tries = new Tries(candidates, sending, rules, answering, loop);
    return new Forwarder(name, resilience.admission(), tries, answering, loop);
  }

  /** Static, as Vert.x never collects a client whose handlers lead back to it. */
  private static UpstreamClients.Pool pool(
      Vertx vertx, ClientConfig config, Duration keepAlive, UpstreamConnections connections) {
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(config.options(keepAlive))
            .with(config.pool())
            .withConnectHandler(connection -> {
              StrictResponses.watch(connection);
              IdleEnd.watch(connection);
              UnusedConnection.watch(connection, keepAlive.plus(POOL_DELAY));
              connections.opened(connection);
            })
            .build();
    return new UpstreamClients.Pool(client, connections::open);
  }

  /** The proxy of a route. */
  public GatewayProxy to(RouteConfig route) {
    // What is meant to last may come little by little, too.
    UnaryOperator<ReadStream<Buffer>> paced = route.streaming() ? UnaryOperator.identity() : pace;
    return new GatewayProxy(route, this::forward, answering, paced, System::nanoTime);
  }

  /** Closes the connections once no request is under way, or waits to be. */
  public void close() {
    clients.retire();
  }

  private Future<Void> forward(Forwarding forwarding) {
    return clients.openUntil(forwarder.forward(forwarding));
  }
}
