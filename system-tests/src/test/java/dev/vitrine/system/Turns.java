package dev.vitrine.system;

import java.util.ArrayList;
import java.util.List;

/**
 * Orders in which a few are measured, round after round, so that none is always first, or always
 * after the same: in as many rounds as there are, an even number, each has each place once, and
 * comes right after each of the others once (E. J. Williams, 1949).
 */
final class Turns {
  private Turns() {}

  /** The order of a round; rounds count from 0 and begin again after the last. */
  static <T> List<T> of(List<T> all, int round) {
    int size = all.size();
    List<T> order = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      // 0, 1, -1, 2, -2, ..: each step is another, whichever way it goes round.
      int step = place % 2 == 1 ? (place + 1) / 2 : -place / 2;
      order.add(all.get(Math.floorMod(step + round, size)));
    }
    return order;
  }
}
