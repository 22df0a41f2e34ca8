package dev.vitrine.user.account;

import dev.vitrine.platform.http.Page;
import dev.vitrine.platform.postgres.Session;
import dev.vitrine.platform.postgres.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The accounts, in PostgreSQL. */
public final class PgAccounts {
  private static final String COLUMNS = "id, email, name, created_at, updated_at, version";
  private static final Statement INSERT =
      new Statement(
          "INSERT account",
          "INSERT INTO account (email, name, password_hash) VALUES ($1, $2, $3) RETURNING "
              + COLUMNS);
  private static final Statement BY_ID =
      new Statement("SELECT account", "SELECT " + COLUMNS + " FROM account WHERE id = $1");
  private static final Statement PAGE =
      new Statement(
          "SELECT account page",
          "SELECT " + COLUMNS + " FROM account WHERE id > $1 ORDER BY id LIMIT $2");
  private static final String UNIQUE_VIOLATION = "23505";

  private final Session session;

  public PgAccounts(Session session) {
    this.session = session;
  }

  /** What came of adding an account. */
  sealed interface Added {
    record Created(Account account) implements Added {}

    /** Somebody has the address already. */
    record EmailTaken() implements Added {}
  }

  Future<Added> add(Registration registration, String passwordHash) {
    return session
        .query(INSERT, Tuple.of(registration.email().value(), registration.name(), passwordHash))
        .<Added>map(rows -> new Added.Created(account(rows.iterator().next())))
        .recover(failure ->
            failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
                ? Future.succeededFuture(new Added.EmailTaken())
                : Future.failedFuture(failure));
  }

  Future<Optional<Account>> find(long id) {
    return session
        .query(BY_ID, Tuple.of(id))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(account(rows.iterator().next())));
  }

  /**
   * The accounts behind the key of the page, in the order of their ids, and one more if there is.
   */
  Future<List<Account>> list(Page page) {
    return session
        .query(PAGE, Tuple.of(page.after().orElse(0), page.rowsToFetch()))
        .map(rows ->
            StreamSupport.stream(rows.spliterator(), false).map(PgAccounts::account).toList());
  }

  private static Account account(Row row) {
    return new Account(
        row.getLong("id"),
        row.getString("email"),
        row.getString("name"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getLong("version"));
  }
}
