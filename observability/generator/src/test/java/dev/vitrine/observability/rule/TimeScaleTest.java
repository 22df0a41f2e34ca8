package dev.vitrine.observability.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.config.InvalidConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  @Test
  void leavesRealTimesAsTheyAre() {
    assertThat(TimeScale.REAL.interval()).hasSeconds(15);
    assertThat(TimeScale.REAL.window(Duration.ofMinutes(5))).hasMinutes(5);
    assertThat(TimeScale.REAL.hold(Duration.ofSeconds(15))).hasSeconds(15);
    assertThat(TimeScale.REAL.age(Duration.ofMinutes(5))).hasMinutes(5);
  }

  @Test
  void makesAnHourFifteenSeconds() {
    TimeScale shorter = TimeScale.shortenedBy(240);

    assertThat(shorter.window(Duration.ofHours(1))).hasSeconds(15);
    assertThat(shorter.window(Duration.ofDays(3))).hasMinutes(18);
    assertThat(shorter.hold(Duration.ofHours(3))).hasSeconds(45);
  }

  @Test
  void keepsWhatPrometheusCanFollow() {
    TimeScale shorter = TimeScale.shortenedBy(240);

    assertThat(shorter.interval()).hasMillis(500);
    assertThat(shorter.window(Duration.ofMinutes(5)))
        .isGreaterThanOrEqualTo(shorter.interval().multipliedBy(4));
    assertThat(shorter.hold(Duration.ofMinutes(2))).hasSeconds(1);
    assertThat(shorter.hold(Duration.ZERO)).isZero();
    assertThat(shorter.age(Duration.ofMinutes(5))).hasSeconds(2);
  }

  @Test
  void doesNotMakeTimesLonger() {
    assertThatThrownBy(() -> TimeScale.shortenedBy(0.5))
        .isInstanceOf(InvalidConfigurationException.class);
  }
}
