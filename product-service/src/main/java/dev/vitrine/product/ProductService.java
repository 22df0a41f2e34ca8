package dev.vitrine.product;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.ServiceRouter;
import dev.vitrine.platform.postgres.Database;
import dev.vitrine.platform.postgres.DatabaseProblems;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.product.catalog.CatalogRoutes;
import dev.vitrine.product.catalog.PgProducts;
import dev.vitrine.product.category.CategoryRoutes;
import dev.vitrine.product.category.PgCategories;
import dev.vitrine.product.importing.ImportRoutes;
import dev.vitrine.product.importing.PgImport;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** product-service, put together: its database, its routes, its server. */
final class ProductService {
  private static final int START_SECONDS = 30;
  private static final int CLOSE_SECONDS = 5;

  private final Readiness readiness;
  private final Database database;
  private final ImportRoutes importing;
  private final CatalogRoutes catalog;
  private final CategoryRoutes categories;
  private final HttpServers servers;

  private ProductService(Telemetry telemetry, ProductServiceConfig config, Readiness readiness)
      throws TimeoutException {
    this.readiness = readiness;
    database = Database.of(telemetry, config.postgres());
    readiness.require("database", database::unreachable);
    importing = new ImportRoutes(new PgImport(database), config.importing());
    catalog = new CatalogRoutes(new PgProducts(database));
    categories = new CategoryRoutes(new PgCategories(database));
    servers =
        HttpServers.start(telemetry.vertx(), config.http().options(), this::router)
            .await(START_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Starts the server, whatever the database is. Blocks until it is up; not for an event loop.
   *
   * @throws TimeoutException where it does not come up
   */
  static ProductService start(Telemetry telemetry, ProductServiceConfig config, Readiness readiness)
      throws TimeoutException {
    return new ProductService(telemetry, config, readiness);
  }

  HttpServers servers() {
    return servers;
  }

  /** Ends the connections to the database. Blocks; after the servers have drained. */
  void close() throws TimeoutException {
    database.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private Router router(Vertx vertx) {
    Router router = ServiceRouter.create(vertx, "product-service", readiness, DatabaseProblems::of);
    importing.mount(router); // before the catalog, where /products/import would be an id
    catalog.mount(router);
    categories.mount(router);
    return router;
  }
}
