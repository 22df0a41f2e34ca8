package dev.vitrine.platform.postgres;

import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.time.TimeLimit;
import dev.vitrine.platform.time.VertxTimers;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The service's database: a bounded pool, statements observed, credentials read again for each new
 * connection. Needs no server to be there when it is made. Safe for any thread.
 */
public final class Database implements Session {
  /** What the network may add to the time of a statement. */
  private static final Duration NETWORK = Duration.ofSeconds(1);

  private final Connections pool;
  private final Connections probe;
  private final StatementObservation observation;
  private final TimeLimit patience;

  private Database(
      Connections pool, Connections probe, StatementObservation observation, TimeLimit patience) {
    this.pool = pool;
    this.probe = probe;
    this.observation = observation;
    this.patience = patience;
  }

  /** Makes the pool; connects nothing yet. */
  public static Database of(Telemetry telemetry, PostgresConfig config) {
    Vertx vertx = telemetry.vertx();
    return new Database(
        Connections.of(vertx, config, config.database(), config.connections()),
        // Apart, so that a full pool does not look like a database that is away.
        Connections.of(vertx, config, "probe", 1),
        new StatementObservation(telemetry.registry(), telemetry.openTelemetry(), config),
        new TimeLimit(
            new VertxTimers(vertx),
            config.poolWait().plus(config.statementTimeout()).plus(NETWORK)));
  }

  @Override
  public Future<RowSet<Row>> query(Statement statement, Tuple parameters) {
    return observation
        .observe(
            statement,
            Context.current(),
            () -> inTime(pool.with(connection -> run(connection, statement, parameters))))
        .recover(failure -> Future.failedFuture(Failures.classify(failure)));
  }

  /** Runs several statements in one transaction: all of them happen, or none. */
  public <T> Future<T> transaction(Function<Session, Future<T>> work) {
    Context parent = Context.current();
    return pool.inTransaction(connection -> work.apply(inside(connection, parent)))
        .recover(failure -> Future.failedFuture(Failures.classify(failure)));
  }

  /** Asks the server for a sign of life; empty where it gives one, else why not. Never fails. */
  public Future<Optional<String>> unreachable() {
    return inTime(probe.with(connection -> connection.query("SELECT 1").execute()))
        .map(rows -> Optional.<String>empty())
        .otherwise(
            failure -> Optional.of("the database does not answer: " + Failures.type(failure)));
  }

  /** Ends the connections, each after the statement that it is at. */
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
    return patience.of(asked, late -> {});
  }

  private static Future<RowSet<Row>> run(
      SqlConnection connection, Statement statement, Tuple parameters) {
    return connection.preparedQuery(statement.sql()).execute(parameters);
  }
}
