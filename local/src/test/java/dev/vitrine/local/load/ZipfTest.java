package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWS = 100_000;

  private final Random random = new Random(1);

  @Test
  void theSecondIsAskedForHalfAsOftenAsTheFirst() {
    int[] counts = counts(10);

    // 1 / (1 + 1/2 + ... + 1/10) = 0.3414
    assertThat(counts[0] / (double) DRAWS).isCloseTo(0.3414, within(0.01));
    assertThat(counts[1] / (double) DRAWS).isCloseTo(0.1707, within(0.01));
    assertThat(counts[9] / (double) DRAWS).isCloseTo(0.0341, within(0.005));
  }

  @Test
  void theOnlyOneIsAlwaysAskedFor() {
    assertThat(counts(1)[0]).isEqualTo(DRAWS);
  }

  @Test
  void ofMoreThanItKnowsTheFirstAreAskedFor() {
    assertThat(counts(1000)).hasSize(100).doesNotContain(0);
  }

  private int[] counts(int things) {
    Zipf zipf = new Zipf(100);
    int[] counts = new int[Math.min(things, 100)];
    for (int i = 0; i < DRAWS; i++) {
      counts[zipf.rank(things, random)]++;
    }
    return counts;
  }
}
