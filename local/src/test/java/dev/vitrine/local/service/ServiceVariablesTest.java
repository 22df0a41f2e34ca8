package dev.vitrine.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.telemetry.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      check(Map.of("VITRINE_LOG_LEVEL", level.name().toLowerCase(Locale.ROOT)));
    }
    assertThat(ServiceVariables.LOG_LEVELS).hasSameSizeAs(Arrays.asList(LogConfig.Level.values()));
    assertThatThrownBy(() -> check(Map.of("VITRINE_LOG_LEVEL", "loud")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "VITRINE_LOG_LEVEL: \"loud\" (expected: one of trace, debug, info, warn, error)");
  }

  @ParameterizedTest
  @CsvSource({
    "VITRINE_LOCAL_GATEWAY_CONFIG, /nope.yaml, 'VITRINE_LOCAL_GATEWAY_CONFIG: /nope.yaml (expected: a YAML file'",
    "VITRINE_LOCAL_USER_SERVICE_CONFIG, /, 'VITRINE_LOCAL_USER_SERVICE_CONFIG: / (expected: a YAML file'",
    "OTEL_TRACES_SAMPLER, foo, 'OTEL_TRACES_SAMPLER: \"foo\" (expected: one of always_on, '",
    "OTEL_EXPORTER_OTLP_ENDPOINT, nourl, 'OTEL_EXPORTER_OTLP_ENDPOINT: \"nourl\" (expected: a URL'",
    "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318, 'OTEL_EXPORTER_OTLP_ENDPOINT: \"localhost:4318\" (exp'",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, ftp://a/b, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: \"ftp://a/b\"'"
  })
  void whatServicesWouldRefuseIsRefused(String variable, String value, String fault) {
    assertThatThrownBy(() -> check(Map.of(variable, value)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(fault);
  }

  @Test
  void allThatServicesWouldRefuseIsRefusedAtOnce() {
    assertThatThrownBy(() ->
            check(
                Map.of(
                    "VITRINE_LOG_LEVEL", "loud",
                    "VITRINE_LOCAL_GATEWAY_CONFIG", "/nope.yaml",
                    "OTEL_TRACES_SAMPLER", "foo",
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "nourl")))
        .message()
        .hasLineCount(4)
        .contains(
            "VITRINE_LOG_LEVEL: ",
            "VITRINE_LOCAL_GATEWAY_CONFIG: ",
            "OTEL_TRACES_SAMPLER: ",
            "OTEL_EXPORTER_OTLP_ENDPOINT: ");
  }

  @Test
  void whatServicesTakeIsTaken(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("gateway.yaml"));

    assertThatNoException()
        .isThrownBy(() ->
            check(
                Map.of(
                    "VITRINE_LOCAL_GATEWAY_CONFIG", file.toString(),
                    "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318",
                    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", " ")));
  }

  private static void check(Map<String, String> environment) {
    ServiceVariables.check(environment, LocalConfig.of(environment));
  }
}
