package dev.vitrine.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "/a.b, /a.b",
    "/a.b, /a.b/",
    "/a.b, /a.b/c/d;e",
    "/a.b, /a.b;",
    "/a.b, /a.b;x=1",
    "/a.b, /a.b;x=1;y/c",
    "/a.b, /a.b%3Bx",
    "/a.b, /a.b%3bx/c",
    "/a/b, /a/b",
    "/a/b, /a;x/b;y",
    "/a/b, /a%3B/b/c"
  })
  void takesThePathAndAllBelowItWhateverParametersThereAre(String route, String path) {
    assertThat(path).matches(PathPattern.of(route));
  }

  @ParameterizedTest
  @CsvSource({
    "/a.b, /",
    "/a.b, /a",
    "/a.b, /aXb",
    "/a.b, /a.bc",
    "/a.b, /a.bc;x",
    "/a.b, /a.b%3A",
    "/a.b, /;a.b",
    "/a.b, /x;/a.b",
    "/a.b, /A.b",
    "/a/b, /a;b",
    "/a/b, /a;x/c/b"
  })
  void takesNoOther(String route, String path) {
    assertThat(path).doesNotMatch(PathPattern.of(route));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a;x/b", "/*", "/%20"})
  void takesAnyWhereItIsTheRoot(String path) {
    assertThat(path).matches(PathPattern.of("/"));
  }
}
