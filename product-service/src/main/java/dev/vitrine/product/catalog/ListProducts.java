package dev.vitrine.product.catalog;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.Page;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.QueryParameters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /products}: a page of products, in the order of their ids, of all categories or one.
 */
final class ListProducts implements Handler<RoutingContext> {
  private static final String CATEGORY = "category";

  private final PgProducts products;

  ListProducts(PgProducts products) {
    this.products = products;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Page page = Page.of(ctx);
    Optional<String> category = QueryParameters.only(ctx, CATEGORY);
    category.ifPresent(ListProducts::verify);
    Future<List<Product>> rows =
        category
            .map(slug -> products.listCategory(slug, page))
            .orElseGet(() -> products.list(page));
    rows.compose(fetched -> Answers.digested(ctx, page.cut(ctx, fetched, Product::id)))
        .onFailure(ctx::fail);
  }

  private static void verify(String category) {
    if (!CategorySlug.is(category)) {
      throw Problem.malformed(
              "The parameter '%s' %s, %d at most."
                  .formatted(CATEGORY, CategorySlug.FORM, CategorySlug.LONGEST))
          .asException();
    }
  }
}
