package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void showsWhatIsExpectedBeforeThereIsAny() {
    new Rejections(meters, List.of("no-endpoint", "queue-full"));

    assertThat(count("no-endpoint")).isZero();
    assertThat(count("queue-full")).isZero();
  }

  @Test
  void hasABoundedNumberOfSeriesWhateverItIsTold() {
    Rejections rejections = new Rejections(meters, List.of());

    for (int i = 0; i < 10_000; i++) {
      rejections.count("reason-" + i);
    }

    assertThat(meters.getMeters()).hasSizeLessThanOrEqualTo(65);
    assertThat(count("reason-0")).isEqualTo(1);
    assertThat(count("other")).isEqualTo(10_000 - 64);
  }

  private double count(String reason) {
    return meters.get("gateway.rejected").tag("reason", reason).counter().count();
  }
}
