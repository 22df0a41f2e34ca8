package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a start that fails tells, as a process of its own. */
@Timeout(60)
class StartIT {
  /** How a start ended, and what it said. */
  private record Ended(int code, String said) {}

  @Test
  void everyFaultIsToldAtOnce() throws Exception {
    Ended ended =
        start(
            Map.of(
                "VITRINE_LOG_LEVEL", "loud",
                "VITRINE_HTTP_HOST", "999.1.1.1",
                "OTEL_TRACES_SAMPLER", "sometimes",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense"));

    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.said())
        .hasLineCount(4)
        .contains(
            "http.host: \"999.1.1.1\" (expected: an IP address such as",
            "log.level: \"loud\" (expected: ",
            "OTEL_TRACES_SAMPLER: sometimes (expected: ",
            "OTEL_EXPORTER_OTLP_ENDPOINT: nonsense (expected: ");
  }

  @Test
  void aTakenPortIsToldInOneLine() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String variable : new String[] {"VITRINE_HTTP_PORT", "VITRINE_MANAGEMENT_PORT"}) {
        Map<String, String> environment = new HashMap<>();
        environment.put("VITRINE_HTTP_PORT", "0");
        environment.put("VITRINE_MANAGEMENT_PORT", "0");
        environment.put(variable, Integer.toString(other.getLocalPort()));

        Ended ended = start(environment);

        assertThat(ended.code()).as(variable).isEqualTo(1);
        assertThat(ended.said().lines().filter(line -> line.contains("\"ERROR\"")))
            .singleElement()
            .asString()
            .contains(
                "cannot start: cannot listen on 127.0.0.1:%d: Address already in use"
                    .formatted(other.getLocalPort()));
        assertThat(ended.said()).doesNotContain("stacktrace", "\tat ");
      }
    }
  }

  @Test
  void aVariableThatSetsNothingIsTold() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Ends of itself, and after the warning.
      Ended ended =
          start(
              Map.of(
                  "VITRINE_HTTP_PRT", "1",
                  "VITRINE_HTTP_PORT", "0",
                  "VITRINE_LOCAL_GATEWAY_PORT", "1",
                  "VITRINE_MANAGEMENT_PORT", Integer.toString(other.getLocalPort())));

      assertThat(ended.said().lines().filter(line -> line.contains("sets nothing")))
          .singleElement()
          .asString()
          .contains(
              "\"WARN\"",
              "config.unknown-variable",
              "VITRINE_HTTP_PRT sets nothing; is it VITRINE_HTTP_PORT?");
    }
  }

  private static Ended start(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            GatewayMain.class.getName());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("VITRINE_") || name.startsWith("OTEL_"));
    builder.environment().put("VITRINE_HTTP_HOST", "127.0.0.1");
    builder.environment().put("VITRINE_MANAGEMENT_HOST", "127.0.0.1");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), said);
    }
  }
}
