package dev.vitrine.user;

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
import dev.vitrine.user.account.AccountRoutes;
import dev.vitrine.user.account.PasswordHashing;
import dev.vitrine.user.account.PgAccounts;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** user-service, put together. */
public final class UserServiceMain {
  private static final int START_SECONDS = 30;

  private final UserServiceConfig config;
  private final Readiness readiness = new Readiness();
  private final Telemetry telemetry;
  private final Database database;
  private final AccountRoutes accounts;

  private UserServiceMain(Program program, UserServiceConfig config) {
    this.config = config;
    telemetry = program.telemetry(config.log(), config.eventLoops());
    database = Database.of(telemetry, config.postgres());
    PasswordHashing passwords =
        PasswordHashing.of(
            telemetry.vertx(),
            telemetry.openTelemetry().getTracer("dev.vitrine.user"),
            config.passwords());
    accounts = new AccountRoutes(new PgAccounts(database), passwords);
  }

  /** Starts the service, or, for {@code migrate}, brings its schema up to date. */
  public static void main(String[] arguments) {
    Program.run(
        "user-service",
        UserServiceMain.class,
        arguments,
        Map.of("", UserServiceMain::serve, "migrate", UserServiceMain::migrate));
  }

  private static Afterwards serve(Program program) throws Exception {
    UserServiceConfig config = program.configuration(UserServiceConfig.class);
    UserServiceMain service = new UserServiceMain(program, config);
    service.open(program);
    return Afterwards.SERVE;
  }

  private static Afterwards migrate(Program program) throws Exception {
    UserServiceConfig config = program.configuration(UserServiceConfig.class);
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
    Router router = ServiceRouter.create(vertx, "user-service", readiness, DatabaseProblems::of);
    accounts.mount(router);
    return router;
  }
}
