package dev.vitrine.platform.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which of some keys was meant by one that is not among them. */
final class NearMiss {
  private NearMiss() {}

  /** The nearest one, where it is near: another spelling, or a slip of the hand or two. */
  static Optional<String> among(Set<String> keys, String written) {
    String plain = plain(written);
    if (plain.length() > 64) {
      return Optional.empty();
    }
    int most = plain.length() < 4 ? 0 : plain.length() < 8 ? 1 : 2;
    return keys.stream()
        .filter(key -> distance(plain(key), plain) <= most)
        .min(Comparator.comparingInt(key -> distance(plain(key), plain)));
  }

  /** Without what is spelled in another way in other places. */
  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /**
   * How many letters have to be added, dropped, replaced, or swapped with their neighbour (the
   * restricted distance of Damerau and Levenshtein).
   */
  private static int distance(String one, String other) {
    int[][] distance = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, one, i, other, j);
      }
    }
    return distance[one.length()][other.length()];
  }

  private static int step(int[][] distance, String one, int i, String other, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least =
        Math.min(
            distance[i - 1][j - 1] + (same ? 0 : 1),
            1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
