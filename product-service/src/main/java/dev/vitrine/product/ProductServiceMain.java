package dev.vitrine.product;

import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.postgres.MigrateCommand;
import dev.vitrine.platform.postgres.Schema;
import dev.vitrine.platform.postgres.SchemaWatch;
import dev.vitrine.platform.telemetry.Telemetry;
import java.util.Map;

/** The program of product-service. */
public final class ProductServiceMain {
  private ProductServiceMain() {}

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
    Telemetry telemetry = program.telemetry(config.telemetry());
    Readiness readiness = new Readiness();
    SchemaWatch schema =
        new SchemaWatch(new Schema(config.postgres()), config.migrations(), program::abandon);
    readiness.require("schema", schema::reason);
    schema.start();
    ProductService service = ProductService.start(telemetry, config, readiness);
    program.shutdown().then("database", service::close);
    new Serving(service.servers(), config.lifecycle(), readiness)
        .open(program, telemetry, config.management(), router -> {});
    return Afterwards.SERVE;
  }

  private static Afterwards migrate(Program program) throws Exception {
    ProductServiceConfig config = program.configuration(ProductServiceConfig.class);
    program.telemetry(config.telemetry());
    return MigrateCommand.run(new Schema(config.postgres()), config.migrations());
  }
}
