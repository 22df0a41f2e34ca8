package dev.vitrine.local.load;

import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Tells of each arrival when it is due; at once of those that are overdue. */
final class Pacing {
  private Pacing() {}

  /**
   * Returns after the last arrival, or when everything is to stop.
   *
   * @param each is told when the arrival was due, by the timeline's clock
   */
  static void run(Arrivals arrivals, Timeline timeline, LongConsumer each)
      throws InterruptedException {
    long begin = timeline.now();
    OptionalLong due = arrivals.next();
    while (due.isPresent() && timeline.reaches(begin + due.getAsLong())) {
      each.accept(begin + due.getAsLong());
      due = arrivals.next();
    }
  }
}
