package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.Texts;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NormalPathTest {
  /**
   * Of visible characters, as everything else was refused before: {@code $} is not what it seems.
   */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(^|/)\\.{1,2}(/|;|%3b|$)|/(/|(;|%3b)[^/]*/)|^(;|%3b)[^/]*/|\\\\|%2e|%2f|%5c|%00");

  @Test
  void isNoneThatCanBeReadInTwoWays() {
    for (String path :
        new String[] {
          "//",
          "/a//b",
          "/.",
          "/..",
          "/a/../b",
          "/a/./b",
          "/a/..",
          "..",
          "/a%2Fb",
          "/%2e",
          "/\\",
          "/a%5Cb",
          "/a%00",
          "/a/..;/b",
          "/a/.;/b",
          "/..;",
          "/..;x=1",
          "/a/..%3b/b",
          "/a/..%3Bx=1/b",
          "/.%3b",
          "/;x/b",
          "/;/b",
          "/a/;x=1;y=2/b",
          "/a/%3bx/b",
          "/a/%3B/b"
        }) {
      assertThat(NormalPath.isNormal(path)).as(path).isFalse();
    }
  }

  @Test
  void isAnyOther() {
    for (String path :
        new String[] {
          "",
          "/",
          "*",
          "/a/",
          "/...",
          "/.a",
          "/a.",
          "/a..b",
          "/%20",
          "/%2",
          "/%",
          "/a;/b",
          "/a..;",
          "/...;",
          "/;..",
          "/a;x=1/b;y=2",
          "/a%3bx=1/b",
          "/a/;x",
          "/a/%3b",
          "/..a%3b/b"
        }) {
      assertThat(NormalPath.isNormal(path)).as(path).isTrue();
    }
  }

  @Test
  void agreesWithItsGrammar() {
    Texts.of(
            8, "/", "/", ".", "a", "%", "2", "e", "F", "5", "C", "00", "\\", "*", ";", "%3b", "%3B")
        .forEach(path ->
            assertThat(NormalPath.isNormal(path))
                .as(path)
                .isNotEqualTo(AMBIGUOUS.matcher(path.toLowerCase(Locale.ROOT)).find()));
  }
}
