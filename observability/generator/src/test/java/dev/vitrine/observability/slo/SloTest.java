package dev.vitrine.observability.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloTest {
  private static final Path FILE = Committed.FOLDER.resolve("slo.yaml");
  private static final Path GATEWAY =
      Committed.ROOT.resolve("gateway/src/main/resources/dev/vitrine/gateway/defaults.yaml");

  @Test
  void promisesSomethingForEachRouteOfTheGateway() throws Exception {
    Set<String> routes = new HashSet<>();
    for (JsonNode route : new YAMLMapper().readTree(Files.readString(GATEWAY)).get("routes")) {
      routes.add(route.get("path").asText());
    }

    Set<String> promised = new HashSet<>();
    Slo.read(FILE).groups().forEach(group -> promised.addAll(group.routes()));

    assertThat(promised).isEqualTo(routes);
  }

  @Test
  void hasTheWindowsOfItsBurns() {
    assertThat(Slo.read(FILE).windows())
        .containsExactly(
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(3));
  }

  @Test
  void refusesALatencyThatNoBucketTells(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("slo.yaml");

    Files.writeString(file, Files.readString(FILE).replace("under: 300ms", "under: 310ms"));

    assertThatThrownBy(() -> Slo.read(file))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("groups[0].latency.under");
  }

  @Test
  void refusesAPromiseOfEverything(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("slo.yaml");

    Files.writeString(
        file, Files.readString(FILE).replace("availability: 99.9,", "availability: 100,"));

    assertThatThrownBy(() -> Slo.read(file))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("availability");
  }

  @Test
  void leavesAsMuchToFailAsIsNotPromised() {
    assertThat(RouteGroup.budget(99.9)).isEqualByComparingTo("0.001");
    assertThat(RouteGroup.budget(99)).isEqualByComparingTo("0.01");
  }
}
