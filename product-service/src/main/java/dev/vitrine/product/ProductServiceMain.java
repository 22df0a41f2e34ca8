package dev.vitrine.product;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.ServiceRouter;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.postgres.Database;
import dev.vitrine.platform.postgres.DatabaseProblems;
import dev.vitrine.platform.postgres.MigrateCommand;
import dev.vitrine.platform.postgres.Schema;
import dev.vitrine.platform.postgres.SchemaWatch;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.product.catalog.CatalogRoutes;
import dev.vitrine.product.catalog.PgProducts;
import dev.vitrine.product.category.CategoryRoutes;
import dev.vitrine.product.category.PgCategories;
import dev.vitrine.product.importing.ImportRoutes;
import dev.vitrine.product.importing.PgImport;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** product-service, put together. */
public final class ProductServiceMain {
  private static final int START_SECONDS = 30;

  private final ProductServiceConfig config;
  private final Readiness readiness = new Readiness();
  private final Telemetry telemetry;
  private final Database database;
  private final ImportRoutes importing;
  private final CatalogRoutes catalog;
  private final CategoryRoutes categories;

  private ProductServiceMain(Program program, ProductServiceConfig config) {
    this.config = config;
    telemetry = program.telemetry(config.log(), config.eventLoops());
    database = Database.of(telemetry, config.postgres());
    importing = new ImportRoutes(new PgImport(database), config.importing());
    catalog = new CatalogRoutes(new PgProducts(database));
    categories = new CategoryRoutes(new PgCategories(database));
  }

  /** Starts the service, or, for {@code migrate}, brings its schema up to date. */
  public static void main(String[] arguments) {
    Program.run(
        "product-service",
        ProductServiceMain.class,
        arguments,
        Map.of("", ProductServiceMain::serve, "migrate", ProductServiceMain::migrate));
  }

  private static Afterwards serve(Program program) throws Exception {
    ProductServiceConfig config = program.configuration(ProductServiceConfig.class);
    ProductServiceMain service = new ProductServiceMain(program, config);
    service.open(program);
    return Afterwards.SERVE;
  }

  private static Afterwards migrate(Program program) throws Exception {
    ProductServiceConfig config = program.configuration(ProductServiceConfig.class);
    program.telemetry(config.log(), config.eventLoops());
    return MigrateCommand.run(new Schema(config.postgres()), config.migrations());
  }

  private void open(Program program) throws Exception {
    SchemaWatch schema =
        new SchemaWatch(new Schema(config.postgres()), config.migrations(), program::abandon);
    readiness.require("schema", schema::reason);
    readiness.require("database", database::unreachable);
    schema.start();
    program.shutdown().then("database", () -> database.close().await(5, TimeUnit.SECONDS));
    HttpServers servers =
        HttpServers.start(
                telemetry.vertx(),
                config.http().options(),
                Telemetry.loops(config.eventLoops()),
                this::router)
            .await(START_SECONDS, TimeUnit.SECONDS);
    new Serving(servers, config.lifecycle(), readiness)
        .open(program, telemetry, config.management(), router -> {});
  }

  private Router router(Vertx vertx) {
    Router router = ServiceRouter.create(vertx, "product-service", readiness, DatabaseProblems::of);
    importing.mount(router); // before the catalog, where /products/import would be an id
    catalog.mount(router);
    categories.mount(router);
    return router;
  }
}
