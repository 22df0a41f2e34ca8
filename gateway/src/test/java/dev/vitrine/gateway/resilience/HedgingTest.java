package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private final VirtualTime time = new VirtualTime();
  private final Hedging hedging = hedging(Duration.ofSeconds(10), 100);

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

  @Test
  void knowsEnoughFromAsManyAnswersAsAreConfigured() {
    Hedging quick = hedging(Duration.ofSeconds(10), 7);
    answers(quick, 6, 1);
    Optional<Duration> fromSix = quick.patience();
    answers(quick, 1, 1);

    assertThat(fromSix).isEmpty();
    assertThat(quick.patience()).isPresent();
  }

  @Test
  void followsTheUpstreamAsOftenAsIsConfigured() {
    Hedging slow = hedging(Duration.ofSeconds(60), 1);
    answers(slow, 1, 10);
    time.pass(Duration.ofSeconds(59));
    answers(slow, 100, 200);
    Duration before = slow.patience().orElseThrow();
    time.pass(Duration.ofSeconds(1));
    answers(slow, 1, 200);

    assertThat(before).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
    assertThat(slow.patience().orElseThrow())
        .isBetween(Duration.ofMillis(198), Duration.ofMillis(202));
  }

  @Test
  void countsRequestsForAsLongAsIsConfigured() {
    Hedging slow = hedging(Duration.ofSeconds(60), 100);
    IntStream.range(0, 1_000).forEach(i -> slow.requested());

    time.pass(Duration.ofSeconds(59));
    boolean before = slow.tryHedge();
    time.pass(Duration.ofSeconds(1));

    assertThat(before).isTrue();
    assertThat(slow.tryHedge()).isFalse();
  }

  private Hedging hedging(Duration window, int leastAnswers) {
    return new Hedging(new HedgingConfig(95, 5, window, leastAnswers), time::nanos);
  }

  private void answers(int count, long millis) {
    answers(hedging, count, millis);
  }

  private static void answers(Hedging of, int count, long millis) {
    IntStream.range(0, count).forEach(i -> of.answered(Duration.ofMillis(millis).toNanos()));
  }
}
