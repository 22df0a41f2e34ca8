package dev.vitrine.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Where statements are run: on the pool, or inside a transaction. */
@FunctionalInterface
public interface Session {
  /**
   * Runs a statement, prepared.
   *
   * @return fails with {@link DatabaseUnavailableException} where the database is away, and with
   *     {@link io.vertx.pgclient.PgException} where it refuses the statement
   */
  Future<RowSet<Row>> query(Statement statement, Tuple parameters);
}
