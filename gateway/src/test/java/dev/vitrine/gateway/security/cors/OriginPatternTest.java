package dev.vitrine.gateway.security.cors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginPatternTest {
  @Test
  void isOneOriginWithTheOwnPortOfItsScheme() {
    assertThat(matches("https://shop.test", "https://shop.test")).isTrue();
    assertThat(matches("https://shop.test", "https://shop.test:443")).isTrue();
    assertThat(matches("https://shop.test", "HTTPS://SHOP.test")).isTrue();
    assertThat(matches("http://[::1]:3000", "http://[::1]:3000")).isTrue();
    assertThat(matches("https://shop.test", "http://shop.test")).isFalse();
    assertThat(matches("https://shop.test", "https://shop.test:444")).isFalse();
    assertThat(matches("https://shop.test", "https://shop.test.evil.test")).isFalse();
    assertThat(matches("https://shop.test", "https://notshop.test")).isFalse();
  }

  @Test
  void isEveryNameBelowOneButNotThatItself() {
    assertThat(matches("https://*.shop.test", "https://a.shop.test")).isTrue();
    assertThat(matches("https://*.shop.test", "https://a.b.shop.test")).isTrue();
    assertThat(matches("https://*.shop.test", "https://shop.test")).isFalse();
    assertThat(matches("https://*.shop.test", "https://evilshop.test")).isFalse();
    assertThat(matches("https://*.shop.test", "https://evil.test/.shop.test")).isFalse();
    assertThat(matches("https://*.shop.test", "https://*.shop.test")).isFalse();
  }

  @Test
  void takesNothingElseForAnOrigin() {
    for (String text :
        new String[] {
          "",
          "null",
          "*",
          "https://",
          "https://a/",
          "https://a b",
          "https://a:0",
          "https://a:x",
          "https://a@b",
          "ftp://a",
          "file://",
          "https://a.*.b",
          "https://a..b",
          "https://-a",
          "https://\u00e4",
          "https://" + "a".repeat(10_000),
          "https://a\r\nX: y"
        }) {
      assertThat(OriginPattern.parse(text)).as("%.40s", text).isEmpty();
    }
  }

  private static boolean matches(String pattern, String origin) {
    return OriginPattern.sent(origin)
        .map(sent -> OriginPattern.parse(pattern).orElseThrow().matches(sent))
        .orElse(false);
  }
}
