package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final List<String> ALL = List.of("a", "b", "c", "d", "e", "f");

  @Test
  void givesEachOnePlaceOnceAndEachOtherBeforeItOnce() {
    Set<List<Object>> places = new HashSet<>();
    Set<List<String>> pairs = new HashSet<>();

    for (int round = 0; round < ALL.size(); round++) {
      List<String> order = Turns.of(ALL, round);
      IntStream.range(0, order.size())
          .forEach(place -> places.add(List.of(order.get(place), place)));
      IntStream.range(1, order.size())
          .forEach(place -> pairs.add(order.subList(place - 1, place + 1)));
    }

    assertThat(places).hasSize(6 * 6);
    assertThat(pairs).hasSize(6 * 5);
  }

  @Test
  void beginsAgainAfterTheLast() {
    assertThat(Turns.of(ALL, 6)).isEqualTo(Turns.of(ALL, 0));
    assertThat(Turns.of(ALL, -1)).isEqualTo(Turns.of(ALL, 5));
  }
}
