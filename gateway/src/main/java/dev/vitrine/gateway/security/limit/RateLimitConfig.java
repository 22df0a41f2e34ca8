package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.config.Default;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * How often each client may ask, and each subject of a token.
 *
 * @param requests so many, evenly spread
 * @param per in so much time
 * @param burst so many at once; {@code requests} where absent
 * @param clients so many clients, and so many subjects, are told apart at once
 */
public record RateLimitConfig(
    @Meaning("so many, evenly spread") int requests,
    @Meaning("in so much time") Duration per,
    @Meaning("so many at once; null: as many as requests") Optional<Integer> burst,
    @Default(
            value = "65536",
            meaning = "so many clients, and so many subjects, are told apart at once")
        int clients) {
  private static final Duration LONGEST_DEBT = Duration.ofDays(30);

  public RateLimitConfig {
    Require.between("requests", requests, 1, 1_000_000);
    Require.between("per", per, Duration.ofMillis(100), Duration.ofHours(24));
    burst.ifPresent(most -> Require.between("burst", most, 1, 1_000_000));
    Require.between("clients", clients, 1_024, 4_194_304);
    Require.that(
        (double) per.toNanos() / requests * burst.orElse(requests) <= LONGEST_DEBT.toNanos(),
        "burst",
        burst.orElse(requests),
        "what is earned again within 30 days");
  }

  /** How many at once. */
  int largestBurst() {
    return burst.orElse(requests);
  }

  /** After how many nanoseconds another one may follow, in the long run. */
  long intervalNanos() {
    return per.toNanos() / requests;
  }
}
