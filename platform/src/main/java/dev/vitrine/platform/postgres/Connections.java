package dev.vitrine.platform.postgres;

import dev.vitrine.platform.time.TimeLimit;
import dev.vitrine.platform.time.VertxTimers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The connections of a pool, for which nobody waits longer than is allowed. Safe for any thread.
 *
 * <p>The pool has such a limit of its own, which must not be set: with it, a connection that comes
 * while another thread still puts its request into the queue leaves a timer behind. When that is
 * due, it answers a request that has been answered, and fails; what the pool was about to hand out
 * on that thread is lost, connections and requests (Vert.x 5.0.12, {@code SqlConnectionPool} and <a
 * href="https://github.com/eclipse-vertx/vert.x/issues/6169">vert.x#6169</a>).
 */
final class Connections {
  /** Of the pool itself, in whatever unit. */
  private static final int NO_LIMIT = 0;

  /**
   * How many requests may wait for each connection, among them those that have given up and are in
   * the queue until their turn comes. Statements of a millisecond serve so many in a second, which
   * is for how long requests wait by default.
   */
  static final int WAITING_FOR_EACH = 1_000;

  /** How long TCP waits for an acknowledgement before it gives a connection up (RFC 5482). */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(10);

  private final Pool pool;
  private final TimeLimit wait;

  private Connections(Pool pool, TimeLimit wait) {
    this.pool = pool;
    this.wait = wait;
  }

  /**
   * Makes a pool; connects nothing yet.
   *
   * @param name as telemetry calls it
   * @param size how many connections it has at most
   */
  static Connections of(Vertx vertx, PostgresConfig config, String name, int size) {
    return new Connections(
        pool(vertx, config, name, size), new TimeLimit(new VertxTimers(vertx), config.poolWait()));
  }

  /**
   * Works with a connection, and gives it back.
   *
   * @return fails with a {@link PoolTimeoutException} where none came in time, at once with a
   *     {@link ConnectionPoolTooBusyException} where too many wait, or as the work does
   */
  <T> Future<T> with(Function<SqlConnection, Future<T>> work) {
    // One that comes too late is for others.
    return wait.of(pool.getConnection(), SqlConnection::close)
        .recover(this::withoutConnection)
        .compose(connection ->
            Future.succeededFuture(connection)
                .compose(work)
                .onComplete(done -> connection.close()));
  }

  /** Works within a transaction, which ends with the work: all of it happens, or nothing. */
  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return with(connection ->
        connection
            .begin()
            .compose(transaction ->
                Future.succeededFuture(connection)
                    .compose(work)
                    .compose(
                        result -> transaction.commit().map(result),
                        failure ->
                            transaction
                                .rollback()
                                .transform(done -> Future.failedFuture(failure)))));
  }

  /** Ends the connections, each after the statement that it is at. */
  Future<Void> close() {
    return pool.close();
  }

  private Future<SqlConnection> withoutConnection(Throwable failure) {
    return Future.failedFuture(
        failure instanceof TimeoutException ? new PoolTimeoutException(wait.span()) : failure);
  }

  private static Pool pool(Vertx vertx, PostgresConfig config, String name, int size) {
    PoolOptions options =
        new PoolOptions()
            .setName(name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(size * WAITING_FOR_EACH)
            .setConnectionTimeout(NO_LIMIT);
    return PgBuilder.pool()
        .with(options)
        .with(
            new NetClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(Math.toIntExact(UNACKNOWLEDGED.toMillis())))
        .connectingTo(() -> vertx.executeBlocking(() -> connectOptions(config), false))
        .using(vertx)
        .build();
  }

  private static SqlConnectOptions connectOptions(PostgresConfig config) throws IOException {
    Credentials credentials = Credentials.read(config.credentials());
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setDatabase(config.database())
            .setUser(credentials.username())
            .setPassword(credentials.password())
            .setCachePreparedStatements(true);
    // Spans are our own: Vert.x's know neither the statement's name nor today's conventions.
    options.setTracingPolicy(TracingPolicy.IGNORE);
    options.addProperty("statement_timeout", Long.toString(config.statementTimeout().toMillis()));
    options.addProperty("application_name", "vitrine");
    return options;
  }
}
