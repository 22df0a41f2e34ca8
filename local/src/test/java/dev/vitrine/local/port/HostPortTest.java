package dev.vitrine.local.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:8080",
    "shop.example, shop.example:8080",
    "::1, [::1]:8080",
    "[::1], [::1]:8080",
    "fe80::1%eth0, [fe80::1%eth0]:8080"
  })
  void anIpv6AddressStandsInBrackets(String host, String written) {
    HostPort address = new HostPort(host, 8080);

    assertThat(address).hasToString(written);
    assertThat(address.url()).isEqualTo("http://" + written);
  }
}
