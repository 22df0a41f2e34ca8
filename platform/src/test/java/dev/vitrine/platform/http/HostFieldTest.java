package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.Texts;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HostFieldTest {
  private static final Pattern GRAMMAR =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+;=%-]+|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

  @Test
  void isAnyHostWithOrWithoutAPort() {
    for (String text : new String[] {"shop.test", "shop.test:", "[::1]:8080", "127.0.0.1:00000"}) {
      assertThat(HostField.isValid(text)).as(text).isTrue();
    }
  }

  @Test
  void isNothingElse() {
    for (String text :
        new String[] {
          "", ":80", "[]", "[::1", "::1", "[::1]80", "a:123456", "a:8_0", "a b", "a/b", "a@b", "a\n"
        }) {
      assertThat(HostField.isValid(text)).as(text).isFalse();
    }
  }

  @Test
  void agreesWithItsGrammar() {
    Texts.of(6, "[", "]", ":", ".", "1", "aF", "g~", "@", " ", "\n", "\u0661")
        .forEach(text ->
            assertThat(HostField.isValid(text))
                .as(text)
                .isEqualTo(GRAMMAR.matcher(text).matches()));
  }
}
