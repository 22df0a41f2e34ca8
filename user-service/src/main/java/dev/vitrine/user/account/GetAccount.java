package dev.vitrine.user.account;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.PathParameters;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /users/{id}}. */
final class GetAccount implements Handler<RoutingContext> {
  private final PgAccounts accounts;

  GetAccount(PgAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void handle(RoutingContext ctx) {
    accounts
        .find(PathParameters.id(ctx, "account"))
        .map(found ->
            found.orElseThrow(() -> Problem.notFound("There is no such account.").asException()))
        .compose(account -> Answers.tagged(ctx, account.tag(), account))
        .onFailure(ctx::fail);
  }
}
