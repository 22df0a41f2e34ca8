package dev.vitrine.platform.testing;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many texts, the same in every run, for what is to agree with the grammar that it was made of. */
public final class Texts {
  private static final int MANY = 200_000;
  private static final long SEED = 20_261_126;

  private Texts() {}

  /**
   * Texts that are pieces in a row, in any order, any of them more than once.
   *
   * @param most pieces in a row; the shortest text has none
   */
  public static Stream<String> of(int most, String... pieces) {
    Random random = new Random(SEED);
    return IntStream.range(0, MANY)
        .mapToObj(number -> {
          StringBuilder text = new StringBuilder();
          for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(pieces[random.nextInt(pieces.length)]);
          }
          return text.toString();
        });
  }
}
