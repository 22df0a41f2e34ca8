package dev.vitrine.product.importing;

import dev.vitrine.platform.postgres.Session;
import dev.vitrine.platform.postgres.Statement;
import dev.vitrine.product.catalog.ProductDetails;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.function.Function;

/** Writes products to PostgreSQL, many at a time. */
public final class PgImport {
  // An update only where something differs: a product that is sent again unchanged keeps its
  // version, its entity tag and its time. A row that no transaction has updated has xmax 0.
  private static final Statement UPSERT =
      new Statement(
          "INSERT product",
          """
          WITH stored AS (
            INSERT INTO product AS old
              (sku, name, description, category, price, currency, stock)
            SELECT *
              FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[],
                          $6::text[], $7::integer[])
            ON CONFLICT (sku) DO UPDATE
              SET name = excluded.name,
                  description = excluded.description,
                  category = excluded.category,
                  price = excluded.price,
                  currency = excluded.currency,
                  stock = excluded.stock,
                  version = old.version + 1,
                  updated_at = now()
              WHERE (old.name, old.description, old.category, old.price, old.currency, old.stock)
                IS DISTINCT FROM
                (excluded.name, excluded.description, excluded.category, excluded.price,
                 excluded.currency, excluded.stock)
            RETURNING old.xmax = 0 AS created)
          SELECT count(*) FILTER (WHERE created) AS created,
                 count(*) FILTER (WHERE NOT created) AS updated
            FROM stored
          """);

  private final Session session;

  public PgImport(Session session) {
    this.session = session;
  }

  /**
   * What came of writing products; those in neither count were there, and the same.
   *
   * @param created how many were new
   * @param updated how many were there and have changed
   */
  record Stored(int created, int updated) {}

  /**
   * Adds the products, or changes those whose sku is there: all of them, or none.
   *
   * @param products none of them twice
   */
  Future<Stored> upsert(Collection<ProductDetails> products) {
    return session
        .query(
            UPSERT,
            Tuple.tuple()
                .addArrayOfString(column(products, ProductDetails::sku, new String[0]))
                .addArrayOfString(column(products, ProductDetails::name, new String[0]))
                .addArrayOfString(column(products, ProductDetails::description, new String[0]))
                .addArrayOfString(column(products, ProductDetails::category, new String[0]))
                .addValue(column(products, ProductDetails::price, new BigDecimal[0]))
                .addArrayOfString(column(products, ProductDetails::currency, new String[0]))
                .addArrayOfInteger(column(products, ProductDetails::stock, new Integer[0])))
        .map(rows -> stored(rows.iterator().next()));
  }

  private static <T> T[] column(
      Collection<ProductDetails> products, Function<ProductDetails, T> value, T[] type) {
    return products.stream().map(value).toList().toArray(type);
  }

  private static Stored stored(Row row) {
    return new Stored(row.getInteger("created"), row.getInteger("updated"));
  }
}
