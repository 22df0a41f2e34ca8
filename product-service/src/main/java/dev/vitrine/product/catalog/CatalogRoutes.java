package dev.vitrine.product.catalog;

import dev.vitrine.platform.http.Resource;
import io.vertx.ext.web.Router;

/** The paths of products. */
public final class CatalogRoutes {
  private final PgProducts products;

  public CatalogRoutes(PgProducts products) {
    this.products = products;
  }

  /** Adds the paths to a router. */
  public void mount(Router router) {
    Resource.at(router, "/products").get(new ListProducts(products)).only();
    Resource.at(router, "/products/{id}").get(new GetProduct(products)).only();
  }
}
