package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {
  private final VirtualTime time = new VirtualTime();
  private final RetryBudget budget = saving(Duration.ofSeconds(10));

  @Test
  void paysForAFewWhereThereIsLittleTraffic() {
    budget.requested();

    assertThat(retries(10)).isEqualTo(3);
    time.pass(Duration.ofSeconds(10));
    assertThat(retries(10)).isEqualTo(3);
  }

  @Test
  void paysForABurstAfterATimeOfSuccess() {
    requests(1_000);

    assertThat(retries(1_000)).isEqualTo(200);
  }

  @Test
  void savesUpForTenSecondsOnly() {
    requests(1_000);
    time.pass(Duration.ofSeconds(10));

    assertThat(retries(1_000)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 60})
  void savesUpForAsLongAsIsConfigured(int seconds) {
    RetryBudget atItsEnd = saving(Duration.ofSeconds(seconds));
    RetryBudget beyond = saving(Duration.ofSeconds(seconds));
    IntStream.range(0, 1_000).forEach(i -> atItsEnd.requested());
    IntStream.range(0, 1_000).forEach(i -> beyond.requested());

    time.pass(Duration.ofSeconds(seconds - 1));
    long before = IntStream.range(0, 1_000).filter(i -> atItsEnd.tryRetry()).count();
    time.pass(Duration.ofSeconds(1));
    long after = IntStream.range(0, 1_000).filter(i -> beyond.tryRetry()).count();

    assertThat(before).isEqualTo(200);
    assertThat(after).isEqualTo(3);
  }

  @Test
  void acceptance8_addsAtMostAFifthToTheLoadOfAnUpstreamThatOnlyFails() {
    long offered = 0;
    long sent = 0;
    for (int tick = 0; tick < 60_000; tick++) {
      budget.requested();
      offered++;
      sent += 1 + retries(1);
      time.pass(Duration.ofMillis(10));
    }

    assertThat(sent).isLessThanOrEqualTo((long) (offered * 1.2) + 3).isGreaterThan(offered);
  }

  private RetryBudget saving(Duration window) {
    return new RetryBudget(new RetryBudgetConfig(3, 20, window), time::nanos);
  }

  private void requests(int count) {
    IntStream.range(0, count).forEach(i -> budget.requested());
  }

  private int retries(int wanted) {
    return (int) IntStream.range(0, wanted).filter(i -> budget.tryRetry()).count();
  }
}
