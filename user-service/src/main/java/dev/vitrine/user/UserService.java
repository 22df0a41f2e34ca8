package dev.vitrine.user;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.ServiceRouter;
import dev.vitrine.platform.postgres.Database;
import dev.vitrine.platform.postgres.DatabaseProblems;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.user.account.AccountRoutes;
import dev.vitrine.user.account.PasswordHashing;
import dev.vitrine.user.account.PgAccounts;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** user-service, put together: its database, its routes, its server. */
final class UserService {
  private static final int START_SECONDS = 30;
  private static final int CLOSE_SECONDS = 5;

  private final Readiness readiness;
  private final Database database;
  private final AccountRoutes accounts;
  private final HttpServers servers;

  private UserService(Telemetry telemetry, UserServiceConfig config, Readiness readiness)
      throws TimeoutException {
    this.readiness = readiness;
    database = Database.of(telemetry, config.postgres());
    readiness.require("database", database::unreachable);
    PasswordHashing passwords =
        PasswordHashing.of(telemetry.vertx(), telemetry.openTelemetry(), config.passwords());
    accounts = new AccountRoutes(new PgAccounts(database), passwords);
    servers =
        HttpServers.start(telemetry.vertx(), config.http().options(), this::router)
            .await(START_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Starts the server, whatever the database is. Blocks until it is up; not for an event loop.
   *
   * @throws TimeoutException where it does not come up
   */
  static UserService start(Telemetry telemetry, UserServiceConfig config, Readiness readiness)
      throws TimeoutException {
    return new UserService(telemetry, config, readiness);
  }

  HttpServers servers() {
    return servers;
  }

  /** Ends the connections to the database. Blocks; after the servers have drained. */
  void close() throws TimeoutException {
    database.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private Router router(Vertx vertx) {
    Router router = ServiceRouter.create(vertx, "user-service", readiness, DatabaseProblems::of);
    accounts.mount(router);
    return router;
  }
}
