package dev.vitrine.local.load;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws what is asked for next, by the weights. Used by one thread. */
final class Mix {
  private final List<Operation> visits;
  private final List<Operation> mistakes;
  private final double errors;
  private final RandomGenerator random;

  /**
   * A mix.
   *
   * @param errors the share of mistakes, 0 to 1
   */
  Mix(List<Operation> operations, double errors, RandomGenerator random) {
    this.visits = of(operations, Operation.Kind.VISIT);
    this.mistakes = of(operations, Operation.Kind.MISTAKE);
    this.errors = errors;
    this.random = random;
  }

  /** An operation, and the request that it is this time. */
  record Draw(Operation operation, Ask ask) {}

  /**
   * Draws one. What cannot be asked yet, for want of findings, is drawn again: of each kind, most
   * can be asked at any time.
   */
  Draw next(Findings found) {
    List<Operation> kind = random.nextDouble() < errors ? mistakes : visits;
    while (true) {
      Operation drawn = drawn(kind);
      Optional<Ask> ask = drawn.act().asking().of(found, random);
      if (ask.isPresent()) {
        return new Draw(drawn, ask.get());
      }
    }
  }

  private Operation drawn(List<Operation> kind) {
    int point = random.nextInt(kind.stream().mapToInt(Operation::weight).sum());
    for (Operation operation : kind) {
      point -= operation.weight();
      if (point < 0) {
        return operation;
      }
    }
    throw new IllegalStateException("the point is below the sum of all");
  }

  private static List<Operation> of(List<Operation> all, Operation.Kind kind) {
    return all.stream().filter(operation -> operation.kind() == kind).toList();
  }
}
