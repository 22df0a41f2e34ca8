package dev.vitrine.platform.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that some tests use and that a machine may lack. A test that is skipped for want of it
 * says so, and {@code ./vitrine test} names it in the end.
 */
public final class TestTool {
  /** A file that the launcher reads: one line for each test that was skipped. */
  private static final String REPORT = "VITRINE_SKIPPED_TESTS";

  /** Where administrators' programs are, which is not on everybody's path. */
  private static final List<String> ELSEWHERE = List.of("/usr/sbin", "/usr/local/sbin");

  private TestTool() {}

  /**
   * The program of that name; without it, the test that asks is skipped.
   *
   * @param otherNames that it has on other systems: the first that is there counts
   */
  public static Path require(Class<?> test, String name, String... otherNames) {
    Optional<Path> found =
        Stream.concat(Stream.of(name), Stream.of(otherNames))
            .flatMap(each -> find(each).stream())
            .findFirst();
    if (found.isEmpty()) {
      missing(test, name);
    }
    return found.orElseThrow();
  }

  /** Skips a test for want of a tool. */
  public static void missing(Class<?> test, String tool) {
    Optional<String> report = Optional.ofNullable(System.getenv(REPORT));
    if (report.isPresent()) {
      missing(test, tool, Path.of(report.get()));
    }
    Assumptions.abort("not installed: " + tool);
  }

  static void missing(Class<?> test, String tool, Path report) {
    try {
      Files.writeString(
          report,
          "%s (%s)%n".formatted(test.getSimpleName(), tool),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    Assumptions.abort("not installed: " + tool);
  }

  private static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), ELSEWHERE.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
