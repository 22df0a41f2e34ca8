package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final VirtualTime time = new VirtualTime();
  private final RetryBudget budget = new RetryBudget(new RetryBudgetConfig(3, 20), time::nanos);

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

  private void requests(int count) {
    IntStream.range(0, count).forEach(i -> budget.requested());
  }

  private int retries(int wanted) {
    return (int) IntStream.range(0, wanted).filter(i -> budget.tryRetry()).count();
  }
}
