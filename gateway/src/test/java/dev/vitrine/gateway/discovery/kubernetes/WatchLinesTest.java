package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchLinesTest {
  private static final int MIB = 1024 * 1024;

  private final WatchLines lines = new WatchLines();

  @Test
  void readsTheSameEventsHoweverTheBytesAreTorn() {
    List<WatchEvent> expected =
        IntStream.range(0, 50)
            .mapToObj(i -> (WatchEvent) new WatchEvent.Bookmark("ä" + i))
            .toList();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(ScriptedApiServer.bookmark("ä" + i)).append(i % 7 == 0 ? "\n\n" : "\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<WatchEvent> events = new ArrayList<>();
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(400));
        events.addAll(lines.add(Arrays.copyOfRange(bytes, at, end)));
        at = end;
      }

      assertThat(events).isEqualTo(expected);
      assertThat(lines.failure()).isEmpty();
    }
  }

  @Test
  void takesALargeEventThatComesByteByByte() {
    byte[] line = line(MIB);
    List<WatchEvent> events = new ArrayList<>();

    for (byte one : line) {
      events.addAll(lines.add(new byte[] {one}));
    }

    assertThat(events).hasSize(1);
  }

  @Test
  void isOverWithAnEventBeyondTheBoundAndTellsWhatCameBefore() {
    List<WatchEvent> events = new ArrayList<>(lines.add(line(10)));

    for (int i = 0; i < 64; i++) {
      events.addAll(lines.add(new byte[MIB / 8]));
    }
    events.addAll(lines.add(line(10)));

    assertThat(events).hasSize(1);
    assertThat(lines.failure().orElseThrow()).isInstanceOf(Failure.TooLarge.class);
  }

  @Test
  void isOverWithAnEventThatMakesNoSense() {
    List<WatchEvent> events = new ArrayList<>(lines.add(bytes("{\"type\":\n")));

    events.addAll(lines.add(line(10)));

    assertThat(events).isEmpty();
    assertThat(lines.failure().orElseThrow()).isInstanceOf(Failure.Malformed.class);
  }

  private static byte[] line(int size) {
    String slice = ScriptedApiServer.padded("s", "1", 80, size);
    return bytes(ScriptedApiServer.event("ADDED", slice) + "\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
