package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyRateTest {
  private final FakeClock clock = new FakeClock();
  private final BodyRate rate = new BodyRate(100, Duration.ofSeconds(10).toNanos());

  @Test
  void isTooSlowOnlyAfterItsGrace() {
    rate.wanted(now());

    assertThat(after(Duration.ofSeconds(10))).isFalse();
    assertThat(after(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void isNotTooSlowAtTheLeastRate() {
    rate.wanted(now());
    for (int second = 0; second < 3600; second++) {
      rate.received(100);
      assertThat(after(Duration.ofSeconds(1))).isFalse();
    }

    assertThat(after(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void countsOnlyTheTimeInWhichItIsWaitedFor() {
    rate.wanted(now());
    clock.advance(Duration.ofSeconds(9));
    rate.unwanted(now());
    clock.advance(Duration.ofHours(1));
    rate.unwanted(now());
    rate.wanted(now());

    assertThat(after(Duration.ofSeconds(1))).isFalse();
    assertThat(after(Duration.ofSeconds(1))).isTrue();
  }

  private boolean after(Duration time) {
    clock.advance(time);
    return rate.isTooSlow(now());
  }

  private long now() {
    return clock.getAsLong();
  }
}
