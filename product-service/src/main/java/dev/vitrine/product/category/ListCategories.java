package dev.vitrine.product.category;

import dev.vitrine.platform.http.Answers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /categories}: every category with the count of its products, by name. */
final class ListCategories implements Handler<RoutingContext> {
  private final PgCategories categories;

  ListCategories(PgCategories categories) {
    this.categories = categories;
  }

  @Override
  public void handle(RoutingContext ctx) {
    categories.list().compose(all -> Answers.digested(ctx, all)).onFailure(ctx::fail);
  }
}
