package dev.vitrine.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.local.settings.LocalConfig.DatabaseConfig;
import dev.vitrine.local.settings.LocalConfig.PrometheusConfig;
import dev.vitrine.local.settings.LocalConfig.ServiceConfig;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalConfigTest {
  private static final Path HOME = Path.of("/home/a person/vitrine");

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    LocalConfig config = LocalConfig.of(Map.of());

    assertThat(config)
        .isEqualTo(
            new LocalConfig(
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1",
                Duration.ofSeconds(90),
                Duration.ofSeconds(45),
                512,
                new ServiceConfig(8080, 8081, Optional.empty(), Optional.empty()),
                new ServiceConfig(3000, 3001, Optional.empty(), Optional.empty()),
                new ServiceConfig(8000, 8001, Optional.empty(), Optional.empty()),
                new DatabaseConfig(15432),
                new PrometheusConfig(Optional.empty(), 9090)));
    assertThat(config.folders(HOME).data()).isEqualTo(HOME.resolve(".vitrine/data"));
  }

  @Test
  void everyPortCanBeSetByAVariable() {
    LocalConfig config =
        LocalConfig.of(
            Map.of(
                "VITRINE_LOCAL_DIRECTORY", "/tmp/elsewhere",
                "VITRINE_LOCAL_GATEWAY_PORT", "0",
                "VITRINE_LOCAL_GATEWAY_MANAGEMENT_PORT", "0",
                "VITRINE_LOCAL_USER_SERVICE_PORT", "3100",
                "VITRINE_LOCAL_PRODUCT_SERVICE_MANAGEMENT_PORT", "8101",
                "VITRINE_LOCAL_PRODUCT_SERVICE_CONFIG", "/etc/product.yaml",
                "VITRINE_LOCAL_PRODUCT_SERVICE_JAVA_OPTIONS", "-Xmx1g -Da=b",
                "VITRINE_LOCAL_DATABASE_PORT", "0",
                "VITRINE_LOCAL_PROMETHEUS_PORT", "9091"));

    assertThat(config.gateway())
        .isEqualTo(new ServiceConfig(0, 0, Optional.empty(), Optional.empty()));
    assertThat(config.userService())
        .isEqualTo(new ServiceConfig(3100, 3001, Optional.empty(), Optional.empty()));
    assertThat(config.productService())
        .isEqualTo(
            new ServiceConfig(
                8000,
                8101,
                Optional.of(Path.of("/etc/product.yaml")),
                Optional.of("-Xmx1g -Da=b")));
    assertThat(config.database().port()).isZero();
    assertThat(config.prometheus().port()).isEqualTo(9091);
    assertThat(config.folders(HOME).root()).isEqualTo(Path.of("/tmp/elsewhere"));
  }

  @ParameterizedTest
  @CsvSource({
    "VITRINE_LOCAL_GATEWAY_PORT, 70000, gateway.port: 70000",
    "VITRINE_LOCAL_GATEWAY_PORT, web, gateway.port: \"web\"",
    "VITRINE_LOCAL_DATABASE_PORT, 8080, 'gateway.port, database.port: 8080 (expected: a different'",
    "VITRINE_LOCAL_GATEWAY_PORT, 3000, 'gateway.port, user-service.port: 3000 (expected: a different'",
    "VITRINE_LOCAL_GATEWAY_PROT, 9000, 'VITRINE_LOCAL_GATEWAY_PROT: unknown (expected: a variable that there is, such as VITRINE_LOCAL_GATEWAY_PORT)'",
    "VITRINE_LOCAL_START_TIMEOUT, 0s, start-timeout: 0s",
    "VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES, -1, minimum-free-mebibytes: -1",
    "VITRINE_LOCAL_HOST, ' ', host",
    "VITRINE_LOCAL_HOST, 999.1.1.1, 'host: \"999.1.1.1\"'"
  })
  void whatCannotWorkIsRefused(String variable, String value, String fault) {
    assertThatThrownBy(() -> LocalConfig.of(Map.of(variable, value)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining("(expected: ");
  }

  @Test
  void everyFaultIsToldAtOnce() {
    assertThatThrownBy(() ->
            LocalConfig.of(
                Map.of(
                    "VITRINE_LOCAL_FOO", "1",
                    "VITRINE_LOCAL_BAR", "1",
                    "VITRINE_LOCAL_GATEWAY_PORT", "abc",
                    "VITRINE_LOCAL_START_TIMEOUT", "0s")))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidConfigurationException.class))
        .extracting(InvalidConfigurationException::faults)
        .asInstanceOf(InstanceOfAssertFactories.list(Fault.class))
        .extracting(Fault::key)
        .containsExactly("VITRINE_LOCAL_BAR", "VITRINE_LOCAL_FOO", "gateway.port", "start-timeout");
    assertThatThrownBy(
            () -> LocalConfig.of(Map.of("VITRINE_LOCAL_FOO", "1", "VITRINE_LOCAL_BAR", "1")))
        .message()
        .hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1", "'::', 127.0.0.1", "10.1.2.3, 10.1.2.3"})
  void whoListensEverywhereIsReachedHere(String host, String reachable) {
    LocalConfig config = LocalConfig.of(Map.of("VITRINE_LOCAL_HOST", host));

    assertThat(config.reachableHost()).isEqualTo(reachable);
  }
}
