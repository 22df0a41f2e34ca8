package dev.vitrine.platform.postgres;

import static dev.vitrine.platform.testing.TestTelemetry.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.testing.TestDatabase;
import dev.vitrine.platform.testing.TestTelemetry;
import io.micrometer.core.instrument.Gauge;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionsIT {
  /** Longer than a machine stands still: whoever holds a connection has got it within. */
  private static final Duration WAIT = Duration.ofSeconds(3);

  private static final Duration LONG_WAIT = Duration.ofSeconds(60);
  private static final String NAME = "connections_it";

  private static Telemetry telemetry;
  private static Vertx vertx;
  private static TestDatabase server;

  private Connections connections;

  @BeforeAll
  static void start() throws Exception {
    telemetry = TestTelemetry.start("test");
    vertx = telemetry.vertx();
    server = TestDatabase.create(NAME);
  }

  @AfterAll
  static void stop() throws Exception {
    telemetry.stop();
    server.close();
  }

  @BeforeEach
  void open() {
    connections = poolWithin(WAIT);
  }

  private static Connections poolWithin(Duration wait) {
    PostgresConfig config =
        new PostgresConfig(
            server.host(),
            server.port(),
            server.name(),
            server.serviceCredentials(),
            2,
            Duration.ofSeconds(10),
            wait,
            Duration.ofSeconds(10));
    return Connections.of(vertx, config, NAME, 2);
  }

  @AfterEach
  void close() throws Exception {
    await(connections.close());
  }

  /**
   * A request that waits is served by another event loop before its own, which is at something else
   * within the pool, knows that it waits.
   */
  @Test
  void leavesNothingBehindOfARequestThatIsServedWhileItIsPutIntoTheQueue() throws Exception {
    Context here = context(0);
    Context there = context(1);
    Promise<Void> releaseHere = Promise.promise();
    Promise<Void> releaseThere = Promise.promise();
    CountDownLatch served = new CountDownLatch(1);
    Promise<Future<Integer>> waiting = Promise.promise();
    Future<Void> holderHere = hold(here, releaseHere);
    Future<Void> holderThere = hold(there, releaseThere);

    Future<Void> busy =
        on(
            here,
            () ->
                connections.with(connection -> {
                  waiting.complete(connections.with(ConnectionsIT::one));
                  there.runOnContext(turn -> {
                    releaseThere.complete();
                    served.countDown();
                  });
                  return awaitOnTheLoop(served);
                }));
    here.runOnContext(turn -> releaseHere.complete());

    assertThat(await(await(waiting.future()))).isEqualTo(1);
    await(Future.all(busy, holderHere, holderThere));
    // By then the pool would have given up a request that waits.
    await(vertx.timer(2 * WAIT.toMillis()));
    assertThat(shown("vertx.pool.queue.pending")).isZero();
    assertThat(shown("vertx.pool.in.use")).isZero();
  }

  @Test
  void givesBackAConnectionThatComesWhenNobodyWaitsForItAnyMore() throws Exception {
    Context here = context(0);
    Promise<Void> release = Promise.promise();
    List<Future<Void>> holders = List.of(hold(here, release), hold(here, release));

    Future<Integer> late = on(here, () -> connections.with(ConnectionsIT::one));
    assertThatThrownBy(() -> await(late)).isInstanceOf(PoolTimeoutException.class);
    release.complete();
    await(Future.all(holders));

    for (int i = 0; i < 3; i++) {
      assertThat(await(connections.with(ConnectionsIT::one))).isEqualTo(1);
    }
    assertThat(shown("vertx.pool.queue.pending")).isZero();
  }

  @Test
  void refusesAtOnceWhatWouldWaitBehindTooMany() throws Exception {
    await(connections.close());
    connections = poolWithin(LONG_WAIT);
    Context here = context(0);
    Promise<Void> release = Promise.promise();
    List<Future<Void>> holders = List.of(hold(here, release), hold(here, release));
    List<Future<Integer>> waiting = new ArrayList<>();
    Promise<Void> asked = Promise.promise();

    here.runOnContext(turn -> {
      for (int i = 0; i <= 2 * Connections.WAITING_FOR_EACH; i++) {
        waiting.add(connections.with(ConnectionsIT::one));
      }
      asked.complete();
    });
    await(asked.future());
    assertThatThrownBy(() -> await(waiting.removeLast()))
        .isInstanceOf(ConnectionPoolTooBusyException.class);
    release.complete();

    await(Future.all(holders));
    await(Future.all(waiting));
  }

  /** Has a connection of this context's event loop, until it is told. */
  private Future<Void> hold(Context context, Promise<Void> release) throws Exception {
    Promise<Void> held = Promise.promise();
    Future<Void> holder =
        on(
            context,
            () ->
                connections.with(connection -> {
                  held.complete();
                  return release.future();
                }));
    await(held.future());
    return holder;
  }

  private static Future<Integer> one(SqlConnection connection) {
    return connection.query("SELECT 1").execute().map(rows -> rows.iterator().next().getInteger(0));
  }

  private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
    Promise<T> result = Promise.promise();
    context.runOnContext(turn -> action.get().onComplete(result));
    return result.future();
  }

  private static Future<Void> awaitOnTheLoop(CountDownLatch latch) {
    try {
      return latch.await(30, SECONDS)
          ? Future.succeededFuture()
          : Future.failedFuture("the other event loop does nothing");
    } catch (InterruptedException e) {
      return Future.failedFuture(e);
    }
  }

  /** Of the event loop with this number. */
  private static Context context(int loop) {
    VertxInternal internal = (VertxInternal) vertx;
    Iterator<EventExecutor> loops = internal.eventLoopGroup().iterator();
    for (int i = 0; i < loop; i++) {
      loops.next();
    }
    return internal.contextBuilder().withEventLoop((EventLoop) loops.next()).build();
  }

  private static double shown(String gauge) {
    return telemetry.registry().get(gauge).tag("pool_name", NAME).gauges().stream()
        .mapToDouble(Gauge::value)
        .sum();
  }
}
