package dev.vitrine.gateway.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTargetsTest {
  @Test
  void takesTheLowestPriorityOnly() {
    assertThat(ServiceTargets.of(List.of(new Service(2, 9, 1, "b"), new Service(1, 9, 1, "a"))))
        .containsExactly(new Target("a", 1, 9));
  }

  @Test
  void keepsTheProportionsOfWeights() {
    assertThat(weights(0, 0)).containsExactly(100, 100);
    assertThat(weights(0, 7)).containsExactly(1, 7);
    assertThat(weights(1, 1_000)).containsExactly(1, 1_000);
    assertThat(weights(65_535, 32_768)).containsExactly(1_000, 500);
    assertThat(weights(65_535, 1)).containsExactly(1_000, 1);
  }

  @Test
  void hasNoTargetWhereTheRecordsSayThatThereIsNoService() {
    assertThat(ServiceTargets.of(List.of(new Service(0, 0, 0, ".")))).isEmpty();
    assertThat(ServiceTargets.of(List.of())).isEmpty();
  }

  private static List<Integer> weights(int one, int other) {
    return ServiceTargets.of(List.of(new Service(0, one, 1, "a"), new Service(0, other, 1, "b")))
        .stream()
        .map(Target::weight)
        .toList();
  }
}
