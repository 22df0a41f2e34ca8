package dev.vitrine.local.load;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * When requests are due: decided by the plan alone, never by what became of those before (an open
 * model). Used by one thread.
 */
final class Arrivals {
  private static final double SECOND = 1e9;

  private final LoadPlan plan;
  private final RandomGenerator random;
  private double next;

  Arrivals(LoadPlan plan, RandomGenerator random) {
    this.plan = plan;
    this.random = random;
  }

  /** Nanoseconds from the beginning to the next one; empty when there is none any more. */
  OptionalLong next() {
    double due = next;
    if (due >= plan.duration().toNanos()) {
      return OptionalLong.empty();
    }
    next += plan.rhythm().gap(random) * SECOND / plan.rate();
    return OptionalLong.of((long) due);
  }
}
