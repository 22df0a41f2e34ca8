package dev.vitrine.observability.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusConfigTest {
  @Test
  void isOneThatPrometheusTakes(@TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(PrometheusConfigTest.class);
    String rules = Committed.FOLDER.resolve("prometheus/rules/*.yaml").toAbsolutePath().toString();
    String config =
        PrometheusConfig.of(
            TimeScale.shortenedBy(240),
            List.of(new Job("gateway", List.of("127.0.0.1:8081", "127.0.0.1:40001"))),
            List.of(rules));

    Path file = Files.writeString(folder.resolve("prometheus.yaml"), config);

    promtool.succeeds(List.of("check", "config"), List.of(file));
    assertThat(config).contains("scrape_interval: 500ms", "127.0.0.1:40001");
  }
}
