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
  private static final Path OWN = Path.of("src", "test", "java");
  private static final Path SYSTEM = Path.of("..", "system-tests", "src", "test", "java");
  private static final Path PAGE = Path.of("..", "docs", "gateway-acceptance.md");
  private static final Pattern CHECK =
      Pattern.compile("(?:void a|class A)cceptance(\\d+)(?=\\D)", Pattern.MULTILINE);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\|[^|]*\\| ([^|]*) \\|[^|]*\\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)`");

  /** What tries all cases of a corpus has many promises at once, and no number. */
  private static final String BY_CASES = "class CorpusIT\\b";

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
          List<String> tests =
              TEST.matcher(row).results().map(named -> read(named.group(1))).toList();
          assertThat(tests).as(row).isNotEmpty();
          assertThat(tests)
              .as(row)
              .allSatisfy(test ->
                  assertThat(test).containsPattern("cceptance" + number + "\\D|" + BY_CASES));
        });
  }

  /** The source of the one class of this name. */
  private static String read(String test) {
    List<Path> found = files().filter(file -> file.endsWith(test + ".java")).toList();
    assertThat(found).as(test).hasSize(1);
    return read(found.getFirst());
  }

  private static Stream<Path> files() {
    return Stream.of(OWN, SYSTEM).flatMap(AcceptanceChecksTest::files);
  }

  private static Stream<Path> files(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
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
