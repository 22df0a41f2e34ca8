package dev.vitrine.product.catalog;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.PathParameters;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /products/{id}}. */
final class GetProduct implements Handler<RoutingContext> {
  private final PgProducts products;

  GetProduct(PgProducts products) {
    this.products = products;
  }

  @Override
  public void handle(RoutingContext ctx) {
    products
        .find(PathParameters.id(ctx, "product"))
        .map(found ->
            found.orElseThrow(() -> Problem.notFound("There is no such product.").asException()))
        .compose(product -> Answers.tagged(ctx, product.tag(), product))
        .onFailure(ctx::fail);
  }
}
