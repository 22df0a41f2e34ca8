package dev.vitrine.user.account;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.JsonRequest;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.user.account.PgAccounts.Added;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /users}: makes an account, or says 409 where the address is taken. */
final class RegisterAccount implements Handler<RoutingContext> {
  private final PgAccounts accounts;
  private final PasswordHashing passwords;

  RegisterAccount(PgAccounts accounts, PasswordHashing passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Registration registration = Registration.of(JsonRequest.read(ctx));
    passwords
        .hash(registration.password())
        .compose(hash -> accounts.add(registration, hash))
        .compose(added -> answer(ctx, added))
        .onFailure(ctx::fail);
  }

  private static Future<Void> answer(RoutingContext ctx, Added added) {
    return switch (added) {
      case Added.Created(Account account) -> {
        ctx.response()
            .putHeader("Location", "/users/" + account.id())
            .putHeader("ETag", '"' + account.tag() + '"');
        yield Answers.json(ctx, 201, account);
      }
      case Added.EmailTaken _ ->
          Future.failedFuture(
              Problem.conflict(
                      "email-taken",
                      "The e-mail address is taken",
                      "There is an account with this address already.")
                  .asException());
    };
  }
}
