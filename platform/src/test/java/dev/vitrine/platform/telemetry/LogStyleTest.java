package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.telemetry.LogConfig.Format;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogStyleTest {
  @Test
  void coloursOnlyOnATerminal() {
    assertThat(LogStyle.of(Format.TEXT, Map.of(), () -> true)).isEqualTo(LogStyle.COLOURED_TEXT);
    assertThat(LogStyle.of(Format.AUTO, Map.of(), () -> true)).isEqualTo(LogStyle.COLOURED_TEXT);
    assertThat(LogStyle.of(Format.TEXT, Map.of(), () -> false)).isEqualTo(LogStyle.PLAIN_TEXT);
    assertThat(LogStyle.of(Format.AUTO, Map.of(), () -> false)).isEqualTo(LogStyle.JSON);
    assertThat(LogStyle.of(Format.JSON, Map.of(), () -> true)).isEqualTo(LogStyle.JSON);
  }

  @Test
  void aDumbTerminalGetsNoColours() {
    assertThat(LogStyle.of(Format.AUTO, Map.of("TERM", "dumb"), () -> true))
        .isEqualTo(LogStyle.PLAIN_TEXT);
    assertThat(LogStyle.of(Format.AUTO, Map.of("TERM", "xterm"), () -> true))
        .isEqualTo(LogStyle.COLOURED_TEXT);
  }

  @Test
  void honoursNoColorUnlessItIsEmpty() {
    Map<String, String> none = Map.of("NO_COLOR", "1");
    Map<String, String> empty = Map.of("NO_COLOR", "");

    assertThat(LogStyle.of(Format.AUTO, none, () -> true)).isEqualTo(LogStyle.PLAIN_TEXT);
    assertThat(LogStyle.of(Format.AUTO, empty, () -> true)).isEqualTo(LogStyle.COLOURED_TEXT);
  }
}
