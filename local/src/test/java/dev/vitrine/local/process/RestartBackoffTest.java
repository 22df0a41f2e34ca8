package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
  private static final Duration SHORT_LIFE = Duration.ofSeconds(1);

  private final RestartBackoff backoff = new RestartBackoff();

  @Test
  void doublesUpToHalfAMinute() {
    Stream<Long> pauses = Stream.generate(() -> backoff.after(SHORT_LIFE).toSeconds()).limit(7);

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void beginsAnewAfterAMinuteOfLife() {
    backoff.after(SHORT_LIFE);
    backoff.after(SHORT_LIFE);

    assertThat(backoff.after(Duration.ofSeconds(59))).hasSeconds(4);
    assertThat(backoff.after(Duration.ofSeconds(60))).hasSeconds(1);
    assertThat(backoff.after(SHORT_LIFE)).hasSeconds(2);
  }
}
