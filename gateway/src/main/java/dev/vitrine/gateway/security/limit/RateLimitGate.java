package dev.vitrine.gateway.security.limit;

import dev.vitrine.gateway.security.client.ClientAddresses;
import dev.vitrine.gateway.security.client.IpAddress;
import dev.vitrine.gateway.security.token.TokenGate;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Refuses whoever asks too often, with 429, and tells everybody how much is left. By client address
 * before a token is looked at, which is work; by subject after.
 */
public final class RateLimitGate implements Handler<RoutingContext> {
  private static final String KEY = RateLimitGate.class.getName();

  private final RateLimits limits;
  private final By by;
  private final Runnable refused;

  private enum By {
    CLIENT,
    SUBJECT
  }

  private RateLimitGate(RateLimits limits, By by, Runnable refused) {
    this.limits = limits;
    this.by = by;
    this.refused = refused;
  }

  /**
   * By the address that {@link ClientAddresses} has found; mounted after it, before the token.
   *
   * @param refused told of each refusal
   */
  public static RateLimitGate byClient(RateLimits limits, Runnable refused) {
    return new RateLimitGate(limits, By.CLIENT, refused);
  }

  /** By the subject of a verified token, if there is one; mounted after the token's gate. */
  public static RateLimitGate bySubject(RateLimits limits, Runnable refused) {
    return new RateLimitGate(limits, By.SUBJECT, refused);
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<Decision> taken = take(ctx);
    if (taken.isEmpty()) {
      ctx.next();
      return;
    }
    tell(ctx, taken.get());
    if (taken.get().isAllowed()) {
      ctx.next();
      return;
    }
    refused.run();
    ctx.fail(
        Problem.of(429, "rate-limited", "Too many requests", "")
            .with("Retry-After", seconds(taken.get().retryNanos()))
            .asException());
  }

  private Optional<Decision> take(RoutingContext ctx) {
    return switch (by) {
      case CLIENT -> {
        IpAddress client = ClientAddresses.of(ctx).orElseThrow().ip();
        yield Optional.of(limits.client(client.network()));
      }
      case SUBJECT -> TokenGate.tokenOf(ctx).map(token -> limits.subject(token.subject()));
    };
  }

  /**
   * Once for both buckets: of the one that leaves less. An upstream that counts for itself has the
   * last word, as it is the one that the client meets first.
   */
  private static void tell(RoutingContext ctx, Decision decision) {
    Decision other = ctx.get(KEY);
    ctx.put(KEY, other == null ? decision : Decision.tighter(other, decision));
    if (other == null) {
      ctx.addHeadersEndHandler(v -> write(ctx.get(KEY), ctx.response().headers()));
    }
  }

  private static void write(Decision decision, MultiMap headers) {
    if (!headers.contains("RateLimit-Limit")) {
      headers.set("RateLimit-Limit", Integer.toString(decision.limit()));
      headers.set("RateLimit-Remaining", Long.toString(decision.remaining()));
      headers.set("RateLimit-Reset", seconds(decision.resetNanos()));
    }
  }

  /** Whole seconds, rounded up: not a moment too early. */
  private static String seconds(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return Long.toString((nanos + second - 1) / second);
  }
}
