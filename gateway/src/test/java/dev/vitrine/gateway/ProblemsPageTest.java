package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.DocumentedProblems.Row;
import dev.vitrine.gateway.proxy.GatewayProblems;
import dev.vitrine.platform.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of problems tells of those that the code makes, and of no others. */
class ProblemsPageTest {
  private static final List<String> MODULES =
      List.of("platform", "gateway", "user-service", "product-service");

  /** A status and a reason, written out; of {@code unavailable} and {@code conflict}, a reason. */
  private static final Pattern MADE =
      Pattern.compile("(?:\\bof|new Problem)\\(\\s*(\\d{3}),\\s*\"([a-z-]+)\"");

  private static final Pattern UNAVAILABLE = Pattern.compile("\\bunavailable\\(\\s*\"([a-z-]+)\"");
  private static final Pattern CONFLICT = Pattern.compile("\\bconflict\\(\\s*\"([a-z-]+)\"");
  private static final Pattern OF_STATUS = Pattern.compile("\\bofStatus\\((\\d{3})\\)");

  @Test
  void tellsOfEachProblemAndOfNoOther() throws Exception {
    Set<String> made = new TreeSet<>();
    sources().forEach(source -> collect(source, made));
    problems().forEach(problem -> made.add(problem.status() + " " + problem.kind()));

    assertThat(DocumentedProblems.rows())
        .extracting(row -> row.status() + " " + row.reason())
        .containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void tellsWhichSayWhenToTryAgain() throws Exception {
    Map<String, String> retried =
        DocumentedProblems.rows().stream().collect(Collectors.toMap(Row::reason, Row::retried));

    Map<String, Set<Boolean>> made =
        problems().stream()
            .collect(
                Collectors.groupingBy(
                    Problem::kind,
                    Collectors.mapping(
                        problem -> problem.headers().containsKey("Retry-After"),
                        Collectors.toSet())));

    assertThat(made)
        .hasSizeGreaterThan(15)
        .allSatisfy((kind, saysWhen) ->
            assertThat(saysWhen).as(kind).isEqualTo(meant(retried.getOrDefault(kind, ""))));
  }

  private static Set<Boolean> meant(String retried) {
    return switch (retried) {
      case "yes" -> Set.of(true);
      case "no" -> Set.of(false);
      case "if unsent" -> Set.of(true, false);
      default -> Set.of();
    };
  }

  private static void collect(String source, Set<String> made) {
    MADE.matcher(source).results().forEach(it -> made.add(it.group(1) + " " + it.group(2)));
    UNAVAILABLE.matcher(source).results().forEach(it -> made.add("503 " + it.group(1)));
    CONFLICT.matcher(source).results().forEach(it -> made.add("409 " + it.group(1)));
    OF_STATUS
        .matcher(source)
        .results()
        .forEach(it -> {
          Problem problem = Problem.ofStatus(Integer.parseInt(it.group(1)));
          made.add(problem.status() + " " + problem.kind());
        });
  }

  /** Those of the classes that make nothing else; where it depends on a reason, for each. */
  private static List<Problem> problems() throws Exception {
    List<Problem> problems = new ArrayList<>();
    Class<?> ofTokens = Class.forName("dev.vitrine.gateway.security.token.TokenProblems");
    for (Class<?> type : List.of(GatewayProblems.class, ofTokens)) {
      for (Method method : type.getDeclaredMethods()) {
        boolean isPrivate = Modifier.isPrivate(method.getModifiers());
        if (method.getReturnType() == Problem.class && !isPrivate) {
          method.setAccessible(true);
          for (Object[] arguments : arguments(method)) {
            problems.add((Problem) method.invoke(null, arguments));
          }
        }
      }
    }
    return problems;
  }

  private static List<Object[]> arguments(Method method) {
    List<Object[]> all = new ArrayList<>();
    all.add(new Object[method.getParameterCount()]);
    for (int i = 0; i < method.getParameterCount(); i++) {
      List<Object[]> longer = new ArrayList<>();
      for (Object value : values(method.getParameterTypes()[i])) {
        for (Object[] arguments : all) {
          Object[] more = arguments.clone();
          more[i] = value;
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Object> values(Class<?> type) {
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    return List.of(
        type == Duration.class ? Duration.ofSeconds(1) : type == List.class ? List.of("a") : "a");
  }

  private static List<String> sources() {
    List<String> sources = new ArrayList<>();
    for (String module : MODULES) {
      Path main = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(main)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> sources.add(read(file)));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
