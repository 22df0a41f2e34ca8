package dev.vitrine.product.importing;

import dev.vitrine.platform.http.Resource;
import io.vertx.ext.web.Router;

/** The path of imports. To be mounted before a path that takes any name below {@code /products}. */
public final class ImportRoutes {
  private final PgImport products;
  private final ImportConfig config;

  public ImportRoutes(PgImport products, ImportConfig config) {
    this.products = products;
    this.config = config;
  }

  /** Adds the path to a router. */
  public void mount(Router router) {
    Resource.at(router, "/products/import").post(new ImportProducts(products, config)).only();
  }
}
