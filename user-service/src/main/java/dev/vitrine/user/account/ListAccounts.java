package dev.vitrine.user.account;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.Page;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /users}: a page of accounts, in the order of their ids. */
final class ListAccounts implements Handler<RoutingContext> {
  private final PgAccounts accounts;

  ListAccounts(PgAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Page page = Page.of(ctx);
    accounts
        .list(page)
        .compose(rows -> Answers.json(ctx, 200, page.cut(ctx, rows, Account::id)))
        .onFailure(ctx::fail);
  }
}
