package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.VertxTimers;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class UpstreamCallTest {
  private static final int PATIENCE = 20;

  private final VirtualTime time = new VirtualTime();

  @Test
  void givesUpAConnectionThatDoesNotComeAndReturnsTheOneThatComesTooLate() {
    AtomicLong vertxTimeout = new AtomicLong();
    AtomicInteger returned = new AtomicInteger();
    Promise<HttpClientRequest> connection = Promise.promise();
    HttpClient client =
        Partial.of(HttpClient.class)
            .when(
                "request",
                arguments -> {
                  vertxTimeout.set(((RequestOptions) arguments[0]).getConnectTimeout());
                  return connection.future();
                })
            .build();
    Endpoint endpoint = new Fleet(time).ready(1).publish().endpoint(1);
    Future<AttemptOutcome> outcome = send(call(client, SimulatedGateway.CLIENT, time), endpoint);

    time.pass(SimulatedGateway.CLIENT.connectTimeout().minusMillis(1));
    boolean early = outcome.isComplete();
    time.pass(Duration.ofMillis(1));
    connection.complete(unused(returned));

    assertThat(early).isFalse();
    assertThat(outcome.result()).isEqualTo(new Unsent(Reason.CONNECT_TIMEOUT));
    assertThat(returned).hasValue(1);
    // Vert.x, whose own timer comes before what is in the sockets, has none that matters.
    assertThat(vertxTimeout.get()).isGreaterThanOrEqualTo(3_000);
  }

  @Test
  void waitsForNoConnectionBeyondTheTimeOfTheRequest() {
    AtomicLong vertxTimeout = new AtomicLong();
    AtomicInteger returned = new AtomicInteger();
    Promise<HttpClientRequest> connection = Promise.promise();
    HttpClient client =
        Partial.of(HttpClient.class)
            .when(
                "request",
                arguments -> {
                  vertxTimeout.set(((RequestOptions) arguments[0]).getConnectTimeout());
                  return connection.future();
                })
            .build();
    Endpoint endpoint = new Fleet(time).ready(1).publish().endpoint(1);
    Forwarding hasty = forwarding(SimulatedGateway.route(Duration.ofMillis(300), false));
    Future<AttemptOutcome> outcome =
        call(client, SimulatedGateway.CLIENT, time)
            .send(hasty, endpoint, Context.root(), connected -> {});

    time.pass(Duration.ofMillis(299));
    boolean early = outcome.isComplete();
    time.pass(Duration.ofMillis(1));
    connection.complete(unused(returned));

    assertThat(early).isFalse();
    assertThat(outcome.result()).isEqualTo(new Unsent(Reason.DEADLINE));
    assertThat(returned).hasValue(1);
    assertThat(time.waiting()).isZero();
    // Who has gone does not stay in the queue of Vert.x for as long as others may.
    assertThat(vertxTimeout.get()).isLessThan(3_000);
  }

  @Test
  void sendsNothingByAConnectionThatComesWhenTheTimeIsOver() {
    AtomicInteger returned = new AtomicInteger();
    HttpClient client =
        Partial.of(HttpClient.class)
            .when("request", arguments -> Future.succeededFuture(unused(returned)))
            .build();
    Endpoint endpoint = new Fleet(time).ready(1).publish().endpoint(1);
    Forwarding late = forwarding(SimulatedGateway.route(Duration.ofMillis(300), false));

    time.pass(Duration.ofMillis(300));
    Future<AttemptOutcome> outcome =
        call(client, SimulatedGateway.CLIENT, time)
            .send(late, endpoint, Context.root(), connected -> {});

    assertThat(outcome.result()).isEqualTo(new Unsent(Reason.DEADLINE));
    assertThat(returned).hasValue(1);
  }

  @Test
  void blamesNoEndpointForALoopThatStoodStill(Vertx vertx) throws Exception {
    ClientConfig config =
        new ClientConfig(
            ClientConfig.Protocol.HTTP1,
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            16,
            16,
            16,
            Duration.ofSeconds(30));
    HttpClient client = vertx.createHttpClient(config.options(config.keepAlive()), config.pool());
    NetClient asker = vertx.createNetClient();
    CompletableFuture<Optional<AttemptOutcome>> first = new CompletableFuture<>();
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = endpoint(server.getLocalPort());
      NetSocket socket = asker.connect(endpoint.socketAddress()).await(PATIENCE, TimeUnit.SECONDS);
      try (Socket peer = server.accept()) {
        // While sockets are read, as when a request comes: then the tasks of the loop come next.
        socket.handler(content -> {
          call(client, config, new VertxTimers(vertx))
              .send(
                  forwarding(),
                  endpoint,
                  Context.root(),
                  connected -> first.complete(Optional.empty()))
              .onSuccess(outcome -> first.complete(Optional.of(outcome)));
          standStill(config.connectTimeout().multipliedBy(2));
        });
        peer.getOutputStream().write(1);

        assertThat(first.get(PATIENCE, TimeUnit.SECONDS)).isEmpty();
      }
    } finally {
      client.close().await(PATIENCE, TimeUnit.SECONDS);
      asker.close().await(PATIENCE, TimeUnit.SECONDS);
    }
  }

  private static void standStill(Duration span) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < span.toNanos()) {
      Thread.onSpinWait();
    }
  }

  private static UpstreamCall call(HttpClient client, ClientConfig config, Timers timers) {
    return new UpstreamCall(
        SimulatedGateway.clients(client), SimulatedGateway.HEADERS, config, timers);
  }

  private Future<AttemptOutcome> send(UpstreamCall call, Endpoint endpoint) {
    return call.send(forwarding(), endpoint, Context.root(), connected -> {});
  }

  /** A request that has to be reset. */
  private static HttpClientRequest unused(AtomicInteger returned) {
    return Partial.of(HttpClientRequest.class)
        .ignoring("exceptionHandler")
        .when("reset", arguments -> Future.succeededFuture(returned.incrementAndGet() > 0))
        .build();
  }

  private Forwarding forwarding() {
    return forwarding(SimulatedGateway.route(false));
  }

  private Forwarding forwarding(RouteConfig route) {
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});
    return new Forwarding(request.request(), route, body -> body, time::nanos);
  }

  private Endpoint endpoint(int port) {
    Upstream upstream = new Upstream("shop", time, time::nanos);
    upstream.update(
        List.of(
            new EndpointReport(
                new HostPort("127.0.0.1", port),
                "",
                Optional.empty(),
                Condition.READY,
                Optional.empty(),
                EndpointReport.DEFAULT_WEIGHT)));
    return upstream.endpoints().getFirst();
  }
}
