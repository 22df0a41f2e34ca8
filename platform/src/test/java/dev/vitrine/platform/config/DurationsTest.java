package dev.vitrine.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250ms, PT0.25S",
    "1.5s, PT1.5S",
    "0.000001ms, PT0.000000001S",
    "' 10 m ', PT10M",
    "1h, PT1H",
    "30d, PT720H",
  })
  void readsANumberAndAUnit(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-1s",
        "1 minute",
        "1s1",
        "1.s",
        ".5s",
        "1,5s",
        "1e3s",
        "PT1S",
        "0.0000001ms",
        "999999999999999d",
        "١s"
      })
  void refusesAnythingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0s", "1ms", "0.5ms", "90s", "10m", "36h", "2d"})
  void writesWhatItReads(String text) {
    Duration duration = Durations.parse(text).orElseThrow();

    assertThat(Durations.print(duration)).isEqualTo(text);
  }
}
