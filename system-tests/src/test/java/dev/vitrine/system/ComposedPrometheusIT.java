package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.local.port.FreePort;
import dev.vitrine.platform.testing.TestTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of metrics in {@code compose.yaml}: an agent scrapes the processes of this machine, and
 * sends what it gets to Prometheus. Both with the command lines and files of their containers, but
 * as Debian has them, at free ports, and every second.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class ComposedPrometheusIT {
  private static final Path OBSERVABILITY = VitrineCommand.root().resolve("observability");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SERVICES = "{job=~\"gateway|user-service|product-service\"}";

  @TempDir Path folder;

  @Test
  void hasWhatTheProcessesShow() throws Exception {
    Path binary = TestTool.require(ComposedPrometheusIT.class, "prometheus");
    RunningSystem system = RunningSystem.up(folder, Map.of(), "--replicas", "product-service=2");
    try (PrometheusServer prometheus = prometheus(binary);
        PrometheusServer _ = scraper(binary, system.command().directory(), prometheus.port())) {
      system.command().run("load", "--duration", "10s", "--rate", "30");

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(prometheus.query("up" + SERVICES + " == 1")).hasSize(4));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      prometheus.exemplars(
                          "http_server_request_duration_seconds_bucket{job=\"gateway\"}"))
                  .isNotEmpty());
      // Of a rule, which lies on one of what was scraped.
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(prometheus.query("slo:sli_total:rate5m{route_group=\"catalog\"} > 0"))
                  .isNotEmpty());

      system.close();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(prometheus.query("up" + SERVICES + " == 0")).hasSize(4));
    } finally {
      system.close();
    }
  }

  private PrometheusServer prometheus(Path binary) throws IOException {
    Path home = Files.createDirectories(folder.resolve("prometheus"));
    Path rules = Files.createDirectories(home.resolve("rules"));
    for (String file : List.of("alerts.yaml", "slo-alerts.yaml", "slo-recordings.yaml")) {
      Files.copy(OBSERVABILITY.resolve("prometheus/rules").resolve(file), rules.resolve(file));
    }
    Files.writeString(home.resolve("prometheus.yaml"), everySecond("prometheus.yaml"));
    int port = FreePort.choose("127.0.0.1", RandomGenerator.getDefault());
    List<String> command = command(binary, "prometheus", home);
    command.add("--web.listen-address=127.0.0.1:" + port);
    return PrometheusServer.run(command, home.resolve("log"), port);
  }

  private PrometheusServer scraper(Path binary, Path vitrine, int prometheus) throws IOException {
    Path home = Files.createDirectories(folder.resolve("scraper"));
    Files.writeString(
        home.resolve("scraper.yaml"),
        everySecond("scraper.yaml")
            .replace("/vitrine/.vitrine", vitrine.toString())
            .replace("127.0.0.1:9090", "127.0.0.1:" + prometheus));
    int port = FreePort.choose("127.0.0.1", RandomGenerator.getDefault());
    List<String> command = command(binary, "scraper", home);
    command.replaceAll(argument ->
        argument
            // As it was called before Prometheus 3.
            .replace("--agent", "--enable-feature=agent")
            .replace("127.0.0.1:9091", "127.0.0.1:" + port));
    return PrometheusServer.run(command, home.resolve("log"), port);
  }

  private static String everySecond(String file) throws IOException {
    return Files.readString(OBSERVABILITY.resolve("prometheus").resolve(file))
        .replaceAll("\\b1[05]s\\b", "1s");
  }

  /** That of a container, with its files in a folder of this machine. */
  private static List<String> command(Path binary, String service, Path home) throws IOException {
    JsonNode compose =
        new YAMLMapper().readTree(Files.readString(OBSERVABILITY.resolve("compose.yaml")));
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    for (JsonNode argument : compose.at("/services/" + service + "/command")) {
      command.add(
          argument
              .asText()
              .replace("=/etc/prometheus/", "=" + home + "/")
              .replace("=/prometheus", "=" + home.resolve("data")));
    }
    return command;
  }
}
