package dev.vitrine.platform.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AsciiSetTest {
  @Test
  void hasTheCharactersThatItIsMadeOfAndNoOther() {
    Pattern token = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]");
    Pattern hex = Pattern.compile("[0-9A-Fa-f]");

    for (char c = 0; c < Character.MAX_VALUE; c++) {
      String text = String.valueOf(c);
      assertThat(AsciiSet.TOKEN.contains(c)).isEqualTo(token.matcher(text).matches());
      assertThat(AsciiSet.HEX_DIGITS.contains(c)).isEqualTo(hex.matcher(text).matches());
    }
  }

  @Test
  void findsWhereItsCharactersEnd() {
    assertThat(AsciiSet.DIGITS.end("a12b3", 1)).isEqualTo(3);
    assertThat(AsciiSet.DIGITS.end("a12b3", 0)).isZero();
    assertThat(AsciiSet.DIGITS.end("123", 3)).isEqualTo(3);
    assertThat(AsciiSet.DIGITS.spells("123")).isTrue();
    assertThat(AsciiSet.DIGITS.spells("12\u0663")).isFalse();
    assertThat(AsciiSet.DIGITS.spells("")).isFalse();
  }

  @Test
  void takesNoOtherCharactersThanThoseOfAscii() {
    assertThatIllegalArgumentException().isThrownBy(() -> AsciiSet.of("\u00fc"));
  }
}
