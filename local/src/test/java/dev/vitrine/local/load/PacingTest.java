package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final long MILLI = 1_000_000;

  private final FakeTimeline timeline = new FakeTimeline();
  private final List<String> told = new ArrayList<>();

  @Test
  void eachIsToldWhenItIsDue() throws InterruptedException {
    timeline.pass(7 * MILLI);

    Pacing.run(arrivals(), timeline, this::tell);

    assertThat(told).containsExactly("7 at 7", "107 at 107", "207 at 207", "307 at 307");
  }

  @Test
  void whoeverIsSlowToTakeOneGetsTheOthersAtOnceWithTheirOwnTimes() throws InterruptedException {
    Pacing.run(
        arrivals(),
        timeline,
        due -> {
          tell(due);
          timeline.pass(due == 100 * MILLI ? 150 * MILLI : 0);
        });

    assertThat(told).containsExactly("0 at 0", "100 at 100", "200 at 250", "300 at 300");
  }

  @Test
  void nothingMoreIsToldOnceEverythingIsToStop() throws InterruptedException {
    timeline.stoppingAt(200 * MILLI);

    Pacing.run(arrivals(), timeline, this::tell);

    assertThat(told).containsExactly("0 at 0", "100 at 100");
  }

  private void tell(long due) {
    told.add(due / MILLI + " at " + timeline.now() / MILLI);
  }

  private static Arrivals arrivals() {
    return new Arrivals(
        new LoadPlan(10, Duration.ofMillis(400), 0, 1, Rhythm.UNIFORM), new Random(1));
  }
}
