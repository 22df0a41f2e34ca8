package dev.vitrine.gateway.security.token;

import dev.vitrine.gateway.security.token.Credentials.Ambiguous;
import dev.vitrine.gateway.security.token.Credentials.Bearer;
import dev.vitrine.gateway.security.token.Credentials.None;
import dev.vitrine.gateway.security.token.Verdict.Invalid;
import dev.vitrine.gateway.security.token.Verdict.Reason;
import dev.vitrine.gateway.security.token.Verdict.UnknownKey;
import dev.vitrine.gateway.security.token.Verdict.Unverified;
import dev.vitrine.gateway.security.token.Verdict.Valid;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Lets a request pass that brings what its route requires: a valid token, and the scopes. On a
 * route that requires none, a token that is there must be valid all the same: to serve its sender
 * as somebody unknown would hide that the token is of no use any more. Only where it cannot be
 * verified for want of keys, a request that needs no token passes without.
 *
 * <p>May leave the request paused: the next handler is to be a proxy, which pauses it anyway.
 */
public final class TokenGate implements Handler<RoutingContext> {
  private static final String KEY = TokenGate.class.getName();

  private final AccessConfig access;
  private final TokenVerification verification;

  TokenGate(AccessConfig access, TokenVerification verification) {
    this.access = access;
    this.verification = verification;
  }

  /** The token of a request that has passed with a valid one. */
  public static Optional<VerifiedToken> tokenOf(RoutingContext ctx) {
    return Optional.ofNullable(ctx.get(KEY));
  }

  @Override
  public void handle(RoutingContext ctx) {
    switch (Credentials.of(ctx.request().headers().getAll("Authorization"))) {
      case None() -> withoutToken(ctx, TokenProblems.required());
      case Ambiguous() -> ctx.fail(TokenProblems.ambiguous().asException());
      case Bearer(String token) -> judge(ctx, token);
    }
  }

  private void judge(RoutingContext ctx, String token) {
    Verdict verdict = verification.look(token);
    Optional<Future<Void>> refresh =
        verdict instanceof UnknownKey ? verification.refreshForUnknown() : Optional.empty();
    if (refresh.isEmpty()) {
      act(ctx, verdict);
      return;
    }
    ctx.request().pause();
    Context own = Vertx.currentContext();
    refresh.get().onComplete(done -> own.runOnContext(v -> act(ctx, verification.look(token))));
  }

  /** With the keys as they are. */
  private void act(RoutingContext ctx, Verdict verdict) {
    switch (verdict) {
      case Valid(VerifiedToken valid) -> withToken(ctx, valid);
      case Invalid(Reason reason) -> refuse(ctx, TokenProblems.invalid(reason));
      case UnknownKey() -> {
        if (verification.isCurrent()) {
          refuse(ctx, TokenProblems.invalid(Reason.UNKNOWN_KEY));
        } else {
          withoutToken(ctx, TokenProblems.noKeys(verification.retryAfter()));
        }
      }
      case Unverified unverified -> {
        ctx.request().pause();
        verification
            .verify(unverified)
            .ifPresentOrElse(
                later -> later.onSuccess(judged -> act(ctx, judged)).onFailure(ctx::fail),
                () -> refuse(ctx, TokenProblems.busy()));
      }
    }
  }

  private void withToken(RoutingContext ctx, VerifiedToken token) {
    if (access.requiresToken(ctx.request().method().name())
        && !token.scopes().containsAll(access.scopes())) {
      refuse(ctx, TokenProblems.insufficientScope(access.scopes()));
      return;
    }
    ctx.put(KEY, token);
    ctx.next();
  }

  private void withoutToken(RoutingContext ctx, Problem refusal) {
    if (access.requiresToken(ctx.request().method().name())) {
      refuse(ctx, refusal);
    } else {
      ctx.next();
    }
  }

  private static void refuse(RoutingContext ctx, Problem problem) {
    ctx.fail(problem.asException());
  }
}
