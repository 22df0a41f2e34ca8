package dev.vitrine.gateway.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.gateway.discovery.dns.DnsNameConfig.Lookup;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1:53", "[fd00::1]:5353"})
  void takesNameServersByTheirAddresses(String server) {
    assertThat(config(server).servers()).containsExactly(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "ns.example:53", "10.0.0.256:53", "10.0.0:53", ":53", ""})
  void refusesAnyOtherNameServer(String server) {
    assertThatThrownBy(() -> config(server))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("servers[0]: " + server + " (expected: address:port");
  }

  @Test
  void keepsTimesToLiveWithinOneToThirtySeconds() {
    assertThatThrownBy(() -> new DnsConfig(List.of(), SECOND, Duration.ZERO, SECOND))
        .hasMessageContaining("min-ttl");
    assertThatThrownBy(() -> new DnsConfig(List.of(), SECOND, SECOND, Duration.ofSeconds(31)))
        .hasMessageContaining("max-ttl");
    assertThatThrownBy(() -> new DnsConfig(List.of(), SECOND, SECOND.multipliedBy(2), SECOND))
        .hasMessageContaining("max-ttl");
    assertThat(config("10.0.0.1:53").clamped(-5)).isEqualTo(SECOND);
    assertThat(config("10.0.0.1:53").clamped(12)).isEqualTo(Duration.ofSeconds(12));
    assertThat(config("10.0.0.1:53").clamped(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "product-service.shop.svc.cluster.local.", "_http._tcp.a.b"})
  void takesNamesOfTheDns(String name) {
    assertThat(new DnsNameConfig(name, Lookup.SRV, Optional.empty(), Optional.empty()).name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "-a", "a b", "a/b", ".a", "ä"})
  void refusesAnyOtherName(String name) {
    assertThatThrownBy(
            () -> new DnsNameConfig(name, Lookup.SRV, Optional.empty(), Optional.empty()))
        .hasMessageContaining("name: " + name + " (expected: a host name");
  }

  @Test
  void wantsAPortForAddressesAndNoneForServiceRecords() {
    assertThatThrownBy(() -> new DnsNameConfig("a", Lookup.A, Optional.empty(), Optional.empty()))
        .hasMessageContaining("port: missing (expected: a whole number from 1 to 65535)");
    assertThatThrownBy(() -> new DnsNameConfig("a", Lookup.A, Optional.of(0), Optional.empty()))
        .hasMessageContaining("port: 0");
    assertThatThrownBy(() -> new DnsNameConfig("a", Lookup.SRV, Optional.of(1), Optional.empty()))
        .hasMessageContaining("port: 1 (expected: none, an SRV record has its own)");
  }

  private static DnsConfig config(String server) {
    return new DnsConfig(List.of(server), SECOND, SECOND, Duration.ofSeconds(30));
  }
}
