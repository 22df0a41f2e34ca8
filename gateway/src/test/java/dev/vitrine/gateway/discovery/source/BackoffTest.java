package dev.vitrine.gateway.discovery.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration MOST = Duration.ofSeconds(8);

  @Test
  void spreadsEachWaitOverTheWholeOfABoundThatDoubles() {
    List<Duration> longest = new ArrayList<>();
    List<Duration> shortest = new ArrayList<>();

    for (int failures = 0; failures < 8; failures++) {
      Duration most = Duration.ZERO;
      Duration least = MOST;
      for (int seed = 0; seed < 2_000; seed++) {
        Backoff backoff = new Backoff(FIRST, MOST, new Random(seed));
        Duration wait = backoff.next();
        for (int i = 0; i < failures; i++) {
          wait = backoff.next();
        }
        most = wait.compareTo(most) > 0 ? wait : most;
        least = wait.compareTo(least) < 0 ? wait : least;
      }
      longest.add(most);
      shortest.add(least);
    }

    for (int failures = 0; failures < 8; failures++) {
      long bound = Math.min(8_000, 250L << failures);
      assertThat(longest.get(failures).toMillis()).isBetween(bound * 95 / 100, bound);
      assertThat(shortest.get(failures).toMillis()).isLessThan(bound / 20);
    }
  }

  @Test
  void beginsAnewAfterASuccessAndNeverOverflows() {
    Backoff backoff = new Backoff(FIRST, MOST, new Random(1));
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.next()).isBetween(Duration.ZERO, MOST);
    }

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }
}
