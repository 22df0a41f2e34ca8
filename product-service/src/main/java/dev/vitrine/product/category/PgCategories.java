package dev.vitrine.product.category;

import dev.vitrine.platform.postgres.Session;
import dev.vitrine.platform.postgres.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** The categories, counted from the products in PostgreSQL. */
public final class PgCategories {
  // A bound, so that an import of nonsense cannot make the answer endless; a shop has dozens.
  private static final int MOST = 1_000;
  private static final Statement COUNTS =
      new Statement(
          "SELECT product categories",
          "SELECT category, count(*) FROM product GROUP BY category ORDER BY category LIMIT $1");

  private final Session session;

  public PgCategories(Session session) {
    this.session = session;
  }

  /** The categories in the order of their names, the first thousand of them. */
  Future<List<Category>> list() {
    return session
        .query(COUNTS, Tuple.of(MOST))
        .map(rows ->
            StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Category(row.getString("category"), row.getLong("count")))
                .toList());
  }
}
