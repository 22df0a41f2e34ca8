package dev.vitrine.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.telemetry.LogConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {
  @Test
  void whatIsSetInVainIsNamedWithWhatToSetInstead() {
    assertThat(
            ServiceVariables.unread(
                Map.of(
                    "VITRINE_POSTGRES_PORT", "1",
                    "VITRINE_HTTP_PORT", "1",
                    "VITRINE_LOCAL_GATEWAY_PORT", "1",
                    "VITRINE_LOG_LEVEL", "debug",
                    "VITRINE_CONFIG", "local.yaml",
                    "VITRINE_BUILD", "skip",
                    "PATH", "/bin")))
        .get()
        .asString()
        .startsWith("VITRINE_HTTP_PORT, VITRINE_POSTGRES_PORT: not passed on to the services;")
        .contains("VITRINE_LOCAL_GATEWAY_PORT", "VITRINE_LOCAL_GATEWAY_CONFIG", "local/README.md");
  }

  @Test
  void nothingIsSaidWhereNothingIsSetInVain() {
    assertThat(ServiceVariables.unread(Map.of("VITRINE_LOG_LEVEL", "debug", "HOME", "/")))
        .isEmpty();
  }

  @Test
  void theLevelOfTheLogIsOneThatTheServicesKnow() {
    for (LogConfig.Level level : LogConfig.Level.values()) {
      ServiceVariables.check(Map.of("VITRINE_LOG_LEVEL", level.name().toLowerCase(Locale.ROOT)));
    }
    assertThat(ServiceVariables.LOG_LEVELS).hasSameSizeAs(Arrays.asList(LogConfig.Level.values()));
    assertThatThrownBy(() -> ServiceVariables.check(Map.of("VITRINE_LOG_LEVEL", "loud")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "VITRINE_LOG_LEVEL: \"loud\" (expected: one of trace, debug, info, warn, error)");
  }
}
