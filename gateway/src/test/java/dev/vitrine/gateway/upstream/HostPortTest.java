package dev.vitrine.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @ValueSource(strings = {"a:1", "10.0.0.1:65535", "user-service.shop.svc:8080", "[::1]:80"})
  void isReadAndWrittenAlike(String text) {
    assertThat(HostPort.parse(text)).hasValueSatisfying(read -> assertThat(read).hasToString(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:", ":1", "a:0", "a:65536", "a:x", "::1:80", "a b:1", "a:1/"})
  void isNothingElse(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }
}
