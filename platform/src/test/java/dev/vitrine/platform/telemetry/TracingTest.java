package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
  private static final ServiceIdentity IDENTITY = new ServiceIdentity("shop", "test");

  @Test
  void countsTheSpansThatNobodyTakes() {
    Tracing tracing =
        Tracing.start(
            IDENTITY,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "200",
                "OTEL_TRACES_SAMPLER", "always_on",
                "OTEL_BSP_SCHEDULE_DELAY", "1"));

    tracing.openTelemetry().getTracer("test").spanBuilder("span").startSpan().end();

    Awaitility.await().until(() -> tracing.export().failed() == 1);
    assertThat(tracing.export().exported()).isZero();
    tracing.stop(5);
  }

  @Test
  void makesNoSpanWhereItIsSwitchedOff() {
    Tracing tracing =
        Tracing.start(
            IDENTITY,
            Map.of(
                "OTEL_SDK_DISABLED", "true",
                "OTEL_TRACES_SAMPLER", "always_on",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));

    var span = tracing.openTelemetry().getTracer("test").spanBuilder("span").startSpan();
    span.end();

    assertThat(span.getSpanContext().isValid()).isFalse();
    assertThat(tracing.recordedSpans()).isZero();
    assertThat(tracing.logAttributes()).containsEntry("deployment.environment.name", "test");
    assertThat(tracing.openTelemetry().getPropagators().getTextMapPropagator().fields())
        .contains("traceparent");
    tracing.stop(5);
  }

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

  @Test
  void namesEveryVariableThatIsWrong() {
    assertThat(
            Tracing.faults(
                IDENTITY,
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense",
                    "OTEL_TRACES_SAMPLER", "sometimes",
                    "OTEL_PROPAGATORS", "pigeon",
                    "OTEL_SERVICE_NAME", "well")))
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_PROPAGATORS");
    assertThat(Tracing.faults(IDENTITY, Map.of("OTEL_SERVICE_NAME", "well"))).isEmpty();
  }
}
