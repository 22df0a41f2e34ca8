package dev.vitrine.local.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Popularity as shops see it: the second thing is asked for half as often as the first, the third a
 * third as often (Zipf's law, exponent 1).
 */
final class Zipf {
  private final double[] sums;

  /** Knows as many ranks as this. */
  Zipf(int ranks) {
    sums = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
      sums[rank] = sum;
    }
  }

  /** A rank, from 0, of so many that there are; there is at least one. */
  int rank(int count, RandomGenerator random) {
    int known = Math.min(count, sums.length);
    double point = random.nextDouble() * sums[known - 1];
    int found = Arrays.binarySearch(sums, 0, known, point);
    // A point between two sums belongs to the second of them; one on a sum, to the next.
    return Math.min(found < 0 ? -found - 1 : found + 1, known - 1);
  }
}
