package dev.vitrine.product.catalog;

import dev.vitrine.platform.http.Page;
import dev.vitrine.platform.postgres.Session;
import dev.vitrine.platform.postgres.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The products, in PostgreSQL. */
public final class PgProducts {
  private static final String COLUMNS =
      "id, sku, name, description, category, price, currency, stock,"
          + " created_at, updated_at, version";
  private static final Statement BY_ID =
      new Statement("SELECT product", "SELECT " + COLUMNS + " FROM product WHERE id = $1");
  private static final Statement PAGE =
      new Statement(
          "SELECT product page",
          "SELECT " + COLUMNS + " FROM product WHERE id > $1 ORDER BY id LIMIT $2");
  private static final Statement PAGE_OF_CATEGORY =
      new Statement(
          "SELECT product page of category",
          "SELECT "
              + COLUMNS
              + " FROM product WHERE category = $1 AND id > $2 ORDER BY id LIMIT $3");

  private final Session session;

  public PgProducts(Session session) {
    this.session = session;
  }

  Future<Optional<Product>> find(long id) {
    return session
        .query(BY_ID, Tuple.of(id))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(product(rows.iterator().next())));
  }

  /**
   * The products behind the key of the page, in the order of their ids, and one more if there is.
   */
  Future<List<Product>> list(Page page) {
    return session
        .query(PAGE, Tuple.of(page.after().orElse(0), page.rowsToFetch()))
        .map(PgProducts::products);
  }

  /** As {@link #list(Page)}, of one category only. */
  Future<List<Product>> listCategory(String category, Page page) {
    return session
        .query(PAGE_OF_CATEGORY, Tuple.of(category, page.after().orElse(0), page.rowsToFetch()))
        .map(PgProducts::products);
  }

  private static List<Product> products(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(PgProducts::product).toList();
  }

  private static Product product(Row row) {
    return new Product(
        row.getLong("id"),
        row.getString("sku"),
        row.getString("name"),
        row.getString("description"),
        row.getString("category"),
        row.getBigDecimal("price"),
        row.getString("currency"),
        row.getInteger("stock"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getLong("version"));
  }
}
