package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class TimestampsTest {
  private final Timestamps timestamps = new Timestamps();

  @Test
  void haveThreeDigitsOfASecondAndAZ() {
    assertThat(timestamps.of(Instant.parse("2026-11-01T10:15:30Z")))
        .isEqualTo("2026-11-01T10:15:30.000Z");
    assertThat(timestamps.of(Instant.parse("2026-11-01T10:15:30.0079Z")))
        .isEqualTo("2026-11-01T10:15:30.007Z");
    assertThat(timestamps.of(Instant.parse("2026-11-01T10:15:30.999999Z")))
        .isEqualTo("2026-11-01T10:15:30.999Z");
  }

  @Test
  void agreeWithTheirFormatWhateverCameBefore() {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    Instant begin = Instant.parse("1969-12-31T23:59:50Z");

    for (int step = 0; step < 20_000; step++) {
      Instant instant = begin.plusNanos(step * 1_234_567L);
      assertThat(timestamps.of(instant)).isEqualTo(format.format(instant));
    }
  }
}
