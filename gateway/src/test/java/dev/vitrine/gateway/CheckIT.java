package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --check FILE}, as a process of its own. */
class CheckIT {
  private static final int CONFIGURATION = 78;

  @TempDir private Path folder;

  /** How a check ended, and what it said. */
  private record Checked(int code, String said) {}

  @Test
  void passesWhatAStartWouldTake() throws Exception {
    String service = "upstreams: {a: {kubernetes: {service: a}}}\nroutes: []";

    Checked checked = check(service, Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1"));

    assertThat(checked.said()).contains("no faults; 1 upstreams, 0 routes");
    assertThat(checked.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n"})
  void tellsOfAFileThatARunningGatewayWouldRefuseAsItSaysNothing(String content) throws Exception {
    Checked checked = check(content, Map.of());

    assertThat(checked.said())
        .contains("no faults;")
        .contains("it says nothing, which a gateway that runs refuses to take over");
    assertThat(checked.code()).isZero();
  }

  @Test
  void takesBracesForTheBuiltInUpstreamsAndRoutes() throws Exception {
    Checked checked = check("{}", Map.of());

    assertThat(checked.said()).contains("no faults;").doesNotContain("nothing");
    assertThat(checked.code()).isZero();
  }

  @Test
  void refusesAServiceWithoutAnApiServer() throws Exception {
    Checked checked = check("upstreams: {a: {kubernetes: {service: a}}}\nroutes: []", Map.of());

    assertThat(checked.said()).contains("discovery.kubernetes.url: missing (expected: a URL");
    assertThat(checked.code()).isEqualTo(CONFIGURATION);
  }

  @Test
  void tellsEveryFaultOfARoute() throws Exception {
    Checked checked = check("upstreams: {a: {}}\nroutes: [{path: a/, upstream: b}]", Map.of());

    assertThat(checked.said())
        .contains("routes[0].path: a/", "routes[0].upstream: b (expected: one of a)");
    assertThat(checked.code()).isEqualTo(CONFIGURATION);
  }

  @Test
  void refusesAHeadTimeoutThatAConnectionDoesNotLastFor() throws Exception {
    Checked checked =
        check("upstreams: {a: {}}\nroutes: [{path: /a, upstream: a, head-timeout: 5m}]", Map.of());

    assertThat(checked.said())
        .contains(
            "routes[0].head-timeout: 5m (expected: at most http.idle-timeout, which is 75s)",
            "routes[0].head-timeout: 5m"
                + " (expected: at most upstreams.a.client.idle-timeout, which is 1m)");
    assertThat(checked.code()).isEqualTo(CONFIGURATION);
  }

  @Test
  void refusesACertificateThatIsNotThere() throws Exception {
    Path absent = folder.resolve("absent");

    Checked checked =
        check("edge: {tls: {certificate: %1$s, key: %1$s}}".formatted(absent), Map.of());

    assertThat(checked.said()).contains("edge.tls.certificate: " + absent + " (expected: a file");
    assertThat(checked.code()).isEqualTo(CONFIGURATION);
  }

  private Checked check(String content, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), content);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            GatewayMain.class.getName(),
            "--check",
            file.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("KUBERNETES_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Checked(process.waitFor(), said);
    }
  }
}
