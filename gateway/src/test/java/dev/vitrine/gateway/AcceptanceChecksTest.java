package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gateway promises has tests, and the page that names them is true. */
class AcceptanceChecksTest {
  private static final Path SOURCES = Path.of("src", "test", "java");
  private static final Path PAGE = Path.of("..", "docs", "gateway-acceptance.md");
  private static final Pattern CHECK =
      Pattern.compile("(?:void a|class A)cceptance(\\d+)(?=\\D)", Pattern.MULTILINE);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\|[^|]*\\| ([^|]*) \\|[^|]*\\|$");

  @Test
  void hasATestOfEachNumber() {
    Set<Integer> tested =
        files()
            .flatMap(file -> CHECK.matcher(read(file)).results())
            .map(found -> Integer.valueOf(found.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(tested).containsExactlyElementsOf(IntStream.rangeClosed(1, 15).boxed().toList());
  }

  @Test
  void namesForEachPromiseTestsThatHaveItsNumber() {
    List<String> rows =
        ROW.matcher(read(PAGE)).results().map(row -> row.group(1) + " " + row.group(2)).toList();

    assertThat(rows)
        .hasSize(15)
        .allSatisfy(row -> {
          String number = row.substring(0, row.indexOf(' '));
          String test = row.replaceFirst("^[^`]*`(\\w+)`.*$", "$1");
          assertThat(files().filter(file -> file.endsWith(test + ".java")))
              .as(row)
              .singleElement()
              .satisfies(
                  file -> assertThat(read(file)).containsPattern("cceptance" + number + "\\D"));
        });
  }

  private static Stream<Path> files() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
