package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.resilience.RetryBudget;
import dev.vitrine.gateway.resilience.RetryConfig;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whether a request may be sent again. What no endpoint has processed may be, whatever it is; what
 * one may have processed, only if that does no harm (RFC 9110, section 9.2.2), and as far as the
 * budget goes.
 */
final class RetryRules {
  private static final Set<Integer> TEMPORARY = Set.of(502, 503, 504);

  private final RetryBudget budget;
  private final RandomGenerator random;

  RetryRules(RetryBudget budget, RandomGenerator random) {
    this.budget = budget;
    this.random = random;
  }

  /** There is one more request, and by that a share of another attempt. */
  void requested() {
    budget.requested();
  }

  /** Takes one attempt from the budget; returns whether there was one. */
  boolean tryRetry() {
    return budget.tryRetry();
  }

  /**
   * After an attempt that the endpoint has seen nothing of. A connection that was refused costs the
   * upstream nothing and the budget neither; a stream that was refused says that there is too much
   * to do already.
   */
  boolean mayRetry(Forwarding forwarding, Reason reason) {
    return forwarding.content().isReplayable()
        && hasAttemptsLeft(forwarding)
        && (reason != Reason.STREAM_REFUSED || budget.tryRetry());
  }

  /** After an attempt that the endpoint may have processed. */
  boolean mayRepeat(Forwarding forwarding, Reason reason) {
    boolean nothingCame = reason == Reason.CONNECTION_LOST || reason == Reason.RESPONSE_TIMEOUT;
    return nothingCame
        && forwarding.isRepeatable()
        && hasAttemptsLeft(forwarding)
        && budget.tryRetry();
  }

  /**
   * After an answer: how long to wait before the next attempt; empty where the answer stands. Once
   * for a request; no earlier than the upstream asks, and not at all where it asks for long.
   */
  Optional<Duration> pauseBeforeRetry(Forwarding forwarding, HttpClientResponse response) {
    if (!TEMPORARY.contains(response.statusCode())
        || forwarding.hasRetriedForAnswer()
        || !forwarding.isRepeatable()
        || !hasAttemptsLeft(forwarding)) {
      return Optional.empty();
    }
    RetryConfig retry = forwarding.route().retry();
    Duration pause = retry.pause(random);
    Duration asked = retryAfter(response);
    if (asked.compareTo(retry.longestAsked()) > 0) {
      return Optional.empty();
    }
    Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
    return longer.compareTo(forwarding.remaining()) < 0 ? Optional.of(longer) : Optional.empty();
  }

  private static boolean hasAttemptsLeft(Forwarding forwarding) {
    RetryConfig retry = forwarding.route().retry();
    return retry.most() > 0 && forwarding.retries() < retry.most() && !forwarding.isLate();
  }

  /**
   * In seconds (RFC 9110, section 10.2.3). Whatever else it is, a date, which is too coarse to wait
   * for, or a number of more than six digits, is longer than anybody waits here.
   */
  private static Duration retryAfter(HttpClientResponse response) {
    String value = response.getHeader("Retry-After");
    if (value == null) {
      return Duration.ZERO;
    }
    return value.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(value))
        : ChronoUnit.FOREVER.getDuration();
  }
}
