package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void uniformOnesComeEvenlyUntilTheEnd() {
    assertThat(all(Rhythm.UNIFORM, 4, 1))
        .containsExactly(0L, SECOND / 4, SECOND / 2, SECOND * 3 / 4);
  }

  @Test
  void thoseOfPoissonComeAtTheirRateAndIndependently() {
    List<Long> all = all(Rhythm.POISSON, 100, 600);

    // 60 000 are expected, with a standard deviation of 245.
    assertThat((double) all.size()).isCloseTo(60_000, within(1_000.0));
    // Of exponential gaps, 1 - 1/e are shorter than the mean one, and e^-3 longer than three.
    assertThat(share(all, 0, SECOND / 100)).isCloseTo(0.632, within(0.01));
    assertThat(share(all, 3 * SECOND / 100, Long.MAX_VALUE)).isCloseTo(0.0498, within(0.005));
  }

  @Test
  void oneSeedIsOneSequence() {
    assertThat(all(Rhythm.POISSON, 50, 10)).isEqualTo(all(Rhythm.POISSON, 50, 10));
  }

  private static double share(List<Long> all, long least, long most) {
    int found = 0;
    for (int i = 1; i < all.size(); i++) {
      long gap = all.get(i) - all.get(i - 1);
      found += gap >= least && gap < most ? 1 : 0;
    }
    return (double) found / (all.size() - 1);
  }

  private static List<Long> all(Rhythm rhythm, double rate, int seconds) {
    LoadPlan plan = new LoadPlan(rate, Duration.ofSeconds(seconds), 0, 1, rhythm);
    Arrivals arrivals = new Arrivals(plan, new Random(1));
    List<Long> all = new ArrayList<>();
    for (OptionalLong next = arrivals.next(); next.isPresent(); next = arrivals.next()) {
      all.add(next.getAsLong());
    }
    return all;
  }
}
