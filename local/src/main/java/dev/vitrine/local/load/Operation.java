package dev.vitrine.local.load;

import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Something that a shop is asked for.
 *
 * @param name as it stands in the summary
 * @param kind whether it is meant well
 * @param weight how often, in comparison with the others of its kind
 * @param expected the statuses that are right
 * @param act what is sent, and what is learned
 */
record Operation(String name, Kind kind, int weight, Set<Integer> expected, Act act) {
  Operation {
    expected = Set.copyOf(expected);
  }

  /** Whether it is meant well. */
  enum Kind {
    /** What customers, and programs that work, do. */
    VISIT,
    /** What customers do by mistake, and programs that do not work. */
    MISTAKE
  }

  /** What is sent. */
  interface Asking {
    /** The request; empty where nothing has been found yet that it could be about. */
    Optional<Ask> of(Findings found, RandomGenerator random);
  }

  /** What is learned. */
  interface Learning {
    /** Reads an answer that was right. */
    void from(Ask ask, Answer.Given answer, Findings found);
  }

  /** What is sent, and what is learned. */
  record Act(Asking asking, Learning learning) {}
}
