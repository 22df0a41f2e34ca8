package dev.vitrine.platform.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequireTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "::",
        "::1",
        "[::]",
        "fe80::1",
        "::ffff:127.0.0.1",
        "localhost",
        "user-service",
        "a.b-c.example",
        "a.example.",
        "node_1",
        "4you.example"
      })
  void takesWhereSomethingMayListen(String host) {
    assertThatCode(() -> Require.listeningHost("host", host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "999.1.1.1",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "a.1",
        "12345",
        "127.0.0.1:80",
        "::g",
        "[::1",
        "1:2:3",
        "http://a",
        "a..b",
        ".a",
        "a b",
        "a/b"
      })
  void refusesWhereNothingCan(String host) {
    assertThatThrownBy(() -> Require.listeningHost("host", host))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "host: \"%s\" (expected: an IP address such as 127.0.0.1 or ::1, or a host name)",
            host);
  }
}
