package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void endsLinesByCrLf() {
    assertThat(Wire.string("a\nb\n\n")).isEqualTo("a\r\nb\r\n\r\n");
  }

  @Test
  void takesTheEndOfALineAwayAfterABackslash() {
    assertThat(Wire.string("a\\\nb\\n\\\n")).isEqualTo("ab\n");
  }

  @Test
  void knowsItsEscapes() {
    assertThat(Wire.bytes("\\r\\n\\t\\0\\\\\\xff")).containsExactly(13, 10, 9, 0, 92, 255);
    assertThatThrownBy(() -> Wire.string("\\q")).hasMessageContaining("no such escape");
  }

  @Test
  void repeats() {
    assertThat(Wire.string("\\{ab*3}\\{\\r\\n*2}")).isEqualTo("ababab\r\n\r\n");
  }
}
