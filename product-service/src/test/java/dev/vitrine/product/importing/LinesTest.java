package dev.vitrine.product.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinesTest {
  private static final int LONGEST = 8;

  /** What comes out: {@code number:content}, or {@code number!} for a line that is too long. */
  private static List<String> lines(String stream, int chunk) {
    List<String> out = new ArrayList<>();
    Lines lines =
        new Lines(
            LONGEST,
            line ->
                out.add(
                    switch (line) {
                      case Line.Whole(long number, Buffer content) -> number + ":" + content;
                      case Line.TooLong(long number) -> number + "!";
                    }));
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += chunk) {
      lines.add(Buffer.buffer(bytes).getBuffer(from, Math.min(from + chunk, bytes.length)));
    }
    lines.end();
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void cutsAtTheSamePlacesHoweverTheBytesArrive(int chunk) {
    List<String> lines = lines("ab\n\ncd\r\n \t\r\nöl\n123456789\n12345678\nend", chunk);

    assertThat(lines).containsExactly("1:ab", "3:cd\r", "5:öl", "6!", "7:12345678", "8:end");
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'\n', ''", "'a', 1:a", "'a\n', 1:a", "'\n\n\na', 4:a"})
  void endsWithTheStream(String stream, String expected) {
    assertThat(String.join(",", lines(stream, 1))).isEqualTo(expected);
  }

  @Test
  void holdsNothingOfALineWithoutEnd() {
    List<Line> out = new ArrayList<>();
    Lines lines = new Lines(LONGEST, out::add);
    Buffer chunk = Buffer.buffer("x".repeat(1 << 20));

    // A gigabyte; the heap of a test is a third of that.
    IntStream.range(0, 1_024).forEach(i -> lines.add(chunk));
    lines.add(Buffer.buffer("\nok"));
    lines.end();

    assertThat(out).hasSize(2);
    assertThat(out.getFirst()).isEqualTo(new Line.TooLong(1));
  }

  @Test
  void givesBackWhateverLinesThereWere() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      List<String> contents =
          random
              .ints(random.nextInt(20), 1, LONGEST + 1)
              .mapToObj(length -> "é".repeat(length / 2) + (length % 2 == 0 ? "" : "x"))
              .toList();
      List<String> expected =
          IntStream.range(0, contents.size())
              .mapToObj(i -> (i + 1) + ":" + contents.get(i))
              .collect(Collectors.toList());

      assertThat(lines(String.join("\n", contents), 1 + random.nextInt(9))).isEqualTo(expected);
    }
  }
}
