package dev.vitrine.local.load;

import java.util.random.RandomGenerator;

/** How arrivals follow each other. */
public enum Rhythm {
  /** Independently of each other, as people do: gaps are distributed exponentially. */
  POISSON {
    @Override
    double gap(RandomGenerator random) {
      return random.nextExponential();
    }
  },
  /** Evenly. */
  UNIFORM {
    @Override
    double gap(RandomGenerator random) {
      return 1;
    }
  };

  /** The next gap, as a multiple of the mean one. */
  abstract double gap(RandomGenerator random);
}
