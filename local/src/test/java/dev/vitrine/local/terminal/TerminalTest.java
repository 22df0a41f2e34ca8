package dev.vitrine.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void coloursAreForTerminalsThatShowThemAndPeopleWhoWantThem() {
    assertThat(person(Map.of("TERM", "xterm")).colours()).isTrue();
    assertThat(person(Map.of("NO_COLOR", "")).colours()).isTrue();
    assertThat(person(Map.of("NO_COLOR", "1")).colours()).isFalse();
    assertThat(person(Map.of("TERM", "dumb"))).isEqualTo(new Terminal(true, false, false, 100));
    assertThat(Terminal.of(new Properties(), Map.of("TERM", "xterm"))).isEqualTo(Terminal.NONE);
  }

  @Test
  void theLaunchersWordOnUnicodeComesBeforeTheVariables() {
    assertThat(person(Map.of("LANG", "de_DE.UTF-8")).unicode()).isTrue();
    assertThat(person(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")).unicode()).isFalse();
    assertThat(
            Terminal.of(properties("vitrine.unicode", "false"), Map.of("LC_ALL", "C.UTF-8"))
                .unicode())
        .isFalse();
  }

  @Test
  void aWidthThatMakesNoSenseIsReplaced() {
    assertThat(Terminal.of(properties("vitrine.columns", "132"), Map.of()).columns())
        .isEqualTo(132);
    assertThat(Terminal.of(properties("vitrine.columns", "wide"), Map.of()).columns())
        .isEqualTo(100);
    assertThat(Terminal.of(properties("vitrine.columns", "3"), Map.of()).columns()).isEqualTo(20);
  }

  private static Terminal person(Map<String, String> environment) {
    return Terminal.of(properties("vitrine.terminal", "true"), environment);
  }

  private static Properties properties(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return properties;
  }
}
