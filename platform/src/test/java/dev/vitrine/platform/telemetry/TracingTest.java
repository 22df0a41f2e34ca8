package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vitrine.platform.config.InvalidConfigurationException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
  private static final ServiceIdentity IDENTITY = new ServiceIdentity("shop", "test");

  @ParameterizedTest
  @CsvSource({
    "OTEL_BSP_SCHEDULE_DELAY, soon",
    "OTEL_TRACES_SAMPLER, sometimes",
    "OTEL_TRACES_SAMPLER_ARG, half",
    "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318",
    "OTEL_PROPAGATORS, pigeon",
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, morse"
  })
  void namesTheVariableThatIsWrong(String variable, String value) {
    Map<String, String> environment =
        variable.equals("OTEL_EXPORTER_OTLP_ENDPOINT")
            ? Map.of(variable, value)
            : Map.of(variable, value, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> Tracing.start(IDENTITY, environment))
        .withMessageStartingWith(variable + ": " + value + " (expected: ");
  }
}
