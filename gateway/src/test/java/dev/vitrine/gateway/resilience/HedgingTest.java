package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private final VirtualTime time = new VirtualTime();
  private final Hedging hedging = new Hedging(new HedgingConfig(95, 5), time::nanos);

  @Test
  void knowsNothingFromAFewAnswers() {
    answers(99, 1);
    time.pass(Duration.ofSeconds(60));

    assertThat(hedging.patience()).isEmpty();
  }

  @Test
  void isPatientUntilAllButTheSlowestWouldHaveAnswered() {
    time.pass(Duration.ofSeconds(10));
    answers(94, 10);
    answers(6, 800);

    assertThat(hedging.patience())
        .hasValueSatisfying(patience -> {
          assertThat(patience).isBetween(Duration.ofMillis(790), Duration.ofMillis(810));
        });
  }

  @Test
  void followsTheUpstream() {
    time.pass(Duration.ofSeconds(10));
    answers(100, 10);
    Duration before = hedging.patience().orElseThrow();
    time.pass(Duration.ofSeconds(10));
    answers(100, 200);

    assertThat(before).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
    assertThat(hedging.patience().orElseThrow())
        .isBetween(Duration.ofMillis(198), Duration.ofMillis(202));
  }

  @Test
  void takesAnyLatency() {
    time.pass(Duration.ofSeconds(10));
    IntStream.range(0, 100).forEach(i -> hedging.answered(i % 2 == 0 ? 0 : Long.MAX_VALUE));

    assertThat(hedging.patience()).isPresent();
  }

  @Test
  void asksTwiceForNoMoreThanOneInTwenty() {
    IntStream.range(0, 1_000).forEach(i -> hedging.requested());

    assertThat(IntStream.range(0, 1_000).filter(i -> hedging.tryHedge()).count()).isEqualTo(50);
    time.pass(Duration.ofSeconds(11));
    assertThat(hedging.tryHedge()).isFalse();
  }

  private void answers(int count, long millis) {
    IntStream.range(0, count).forEach(i -> hedging.answered(Duration.ofMillis(millis).toNanos()));
  }
}
