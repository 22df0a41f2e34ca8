package dev.vitrine.platform.postgres;

import dev.vitrine.platform.telemetry.Telemetry;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The service's database: a bounded pool, statements observed, credentials read again for each new
 * connection. Needs no server to be there when it is made. Safe for any thread.
 */
public final class Database implements Session {
  /** What the network may add to the time of a statement. */
  private static final Duration NETWORK = Duration.ofSeconds(1);

  /** How long TCP waits for an acknowledgement before it gives a connection up (RFC 5482). */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(10);

  private final Pool pool;
  private final Pool probe;
  private final StatementObservation observation;
  private final Duration patience;

  private Database(Pool pool, Pool probe, StatementObservation observation, Duration patience) {
    this.pool = pool;
    this.probe = probe;
    this.observation = observation;
    this.patience = patience;
  }

  /** Makes the pool; connects nothing yet. */
  public static Database of(Telemetry telemetry, PostgresConfig config) {
    Vertx vertx = telemetry.vertx();
    return new Database(
        pool(vertx, config, config.database(), config.connections()),
        // Apart, so that a full pool does not look like a database that is away.
        pool(vertx, config, "probe", 1),
        new StatementObservation(telemetry.registry(), telemetry.openTelemetry(), config),
        config.poolWait().plus(config.statementTimeout()).plus(NETWORK));
  }

  @Override
  public Future<RowSet<Row>> query(Statement statement, Tuple parameters) {
    return observation
        .observe(
            statement,
            Context.current(),
            () -> inTime(pool.withConnection(connection -> run(connection, statement, parameters))))
        .recover(failure -> Future.failedFuture(Failures.classify(failure)));
  }

  /** Runs several statements in one transaction: all of them happen, or none. */
  public <T> Future<T> transaction(Function<Session, Future<T>> work) {
    Context parent = Context.current();
    return pool.withTransaction(connection -> work.apply(inside(connection, parent)))
        .recover(failure -> Future.failedFuture(Failures.classify(failure)));
  }

  /** Asks the server for a sign of life; empty where it gives one, else why not. Never fails. */
  public Future<Optional<String>> unreachable() {
    return inTime(probe.withConnection(connection -> connection.query("SELECT 1").execute()))
        .map(rows -> Optional.<String>empty())
        .otherwise(
            failure -> Optional.of("the database does not answer: " + Failures.type(failure)));
  }

  /** Ends the connections, those in use when they come back. */
  public Future<Void> close() {
    return Future.join(pool.close(), probe.close()).mapEmpty();
  }

  private Session inside(SqlConnection connection, Context parent) {
    return (statement, parameters) ->
        observation.observe(
            statement, parent, () -> inTime(run(connection, statement, parameters)));
  }

  /**
   * Waits no longer than pool and server may take, and the network besides. A network that swallows
   * everything ends nothing: the caller gets an answer, and the connection keeps its place in the
   * pool until TCP gives it up.
   */
  private <T> Future<T> inTime(Future<T> asked) {
    return asked.timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Future<RowSet<Row>> run(
      SqlConnection connection, Statement statement, Tuple parameters) {
    return connection.preparedQuery(statement.sql()).execute(parameters);
  }

  private static Pool pool(Vertx vertx, PostgresConfig config, String name, int size) {
    PoolOptions options =
        new PoolOptions()
            .setName(name)
            .setMaxSize(size)
            .setConnectionTimeout(Math.toIntExact(config.poolWait().toMillis()))
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
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
