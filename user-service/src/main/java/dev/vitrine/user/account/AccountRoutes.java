package dev.vitrine.user.account;

import dev.vitrine.platform.http.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** The paths of accounts. */
public final class AccountRoutes {
  private static final long LARGEST_BODY = 16 * 1024;

  private final PgAccounts accounts;
  private final PasswordHashing passwords;

  public AccountRoutes(PgAccounts accounts, PasswordHashing passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  /** Adds the paths to a router. */
  public void mount(Router router) {
    Resource.at(router, "/users")
        .get(new ListAccounts(accounts))
        .post(
            BodyHandler.create(false).setBodyLimit(LARGEST_BODY),
            new RegisterAccount(accounts, passwords))
        .only();
    Resource.at(router, "/users/{id}").get(new GetAccount(accounts)).only();
  }
}
