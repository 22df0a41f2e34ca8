package dev.vitrine.observability.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.rule.Alert;
import dev.vitrine.observability.rule.Rules;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import dev.vitrine.platform.testing.TestTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whether Prometheus, Alertmanager, Grafana and Loki are told things that fit together. */
class ProvisioningTest {
  private static final Path SOURCES =
      Committed.FOLDER.resolve("grafana/provisioning/datasources/datasources.yaml");

  @Test
  void prometheusTakesItsConfiguration() throws Exception {
    Promtool promtool = Promtool.require(ProvisioningTest.class);

    promtool.succeeds(
        List.of("check", "config"),
        List.of(Committed.FOLDER.resolve("prometheus/prometheus.yaml")));
    promtool.succeeds(
        List.of("check", "config", "--agent"),
        List.of(Committed.FOLDER.resolve("prometheus/scraper.yaml")));
  }

  @Test
  void alertmanagerTakesItsConfiguration() throws Exception {
    Path amtool = TestTool.require(ProvisioningTest.class, "amtool");
    Path file = Committed.FOLDER.resolve("alertmanager/alertmanager.yaml");

    Process process =
        new ProcessBuilder(amtool.toString(), "check-config", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void alertmanagerLeavesOutAlertsThatThereAre() throws Exception {
    Set<String> alerts =
        Rules.of(Slo.read(Committed.FOLDER.resolve("slo.yaml")), TimeScale.REAL).alerts().stream()
            .map(Alert::name)
            .collect(Collectors.toSet());
    JsonNode config =
        new YAMLMapper()
            .readTree(Committed.FOLDER.resolve("alertmanager/alertmanager.yaml").toFile());
    Set<String> named = new HashSet<>();

    config.get("inhibit_rules").findValues("source_matchers").forEach(it -> names(it, named));
    config.get("inhibit_rules").findValues("target_matchers").forEach(it -> names(it, named));

    assertThat(named).hasSizeGreaterThan(4).isSubsetOf(alerts);
  }

  @Test
  void sourcesReferToEachOther() throws Exception {
    JsonNode sources = new YAMLMapper().readTree(SOURCES.toFile()).get("datasources");
    Set<String> uids = new HashSet<>(sources.findValuesAsText("uid"));

    assertThat(uids).containsExactlyInAnyOrder("prometheus", "alertmanager", "jaeger", "loki");
    assertThat(sources.findValuesAsText("datasourceUid")).hasSize(4).isSubsetOf(uids);
    assertThat(sources.findValuesAsText("alertmanagerUid")).isNotEmpty().isSubsetOf(uids);
  }

  /** Grafana would replace what a single dollar begins by a variable of its environment. */
  @Test
  void sourcesEscapeDollars() throws Exception {
    String text = Files.readString(SOURCES).replaceAll("(?m)#.*$", "");

    assertThat(text).contains("$$");
    assertThat(text.replace("$$", "")).doesNotContain("$");
  }

  @Test
  void dashboardsChooseSourcesThatThereAre() throws Exception {
    JsonNode sources = new YAMLMapper().readTree(SOURCES.toFile()).get("datasources");
    Set<String> uids = new HashSet<>(sources.findValuesAsText("uid"));

    for (Path file : Committed.list("grafana/dashboards", ".json")) {
      JsonNode variables = new ObjectMapper().readTree(file.toFile()).at("/templating/list");
      Set<String> chosen = new HashSet<>();
      variables.forEach(variable -> {
        if (variable.get("type").asText().equals("datasource")) {
          chosen.add(variable.at("/current/value").asText());
        }
      });
      assertThat(chosen).as(file.toString()).hasSize(3).isSubsetOf(uids);
    }
  }

  @Test
  void dashboardsAreWhereGrafanaLooks() throws Exception {
    JsonNode provider =
        new YAMLMapper()
            .readTree(
                Committed.FOLDER
                    .resolve("grafana/provisioning/dashboards/dashboards.yaml")
                    .toFile())
            .at("/providers/0");
    JsonNode grafana =
        new YAMLMapper()
            .readTree(Committed.FOLDER.resolve("compose.yaml").toFile())
            .at("/services/grafana");
    String path = provider.at("/options/path").asText();
    String home = grafana.at("/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();

    assertThat(grafana.get("volumes").toString()).contains("./grafana/dashboards:" + path + ":ro");
    assertThat(provider.get("folder").asText()).isEqualTo("Vitrine");
    assertThat(home).startsWith(path + "/");
    assertThat(Committed.FOLDER.resolve("grafana/dashboards" + home.replace(path, ""))).exists();
  }

  @Test
  void linksOfAlertsAndToThemLeadWhereTheContainersAre() throws Exception {
    JsonNode services =
        new YAMLMapper()
            .readTree(Committed.FOLDER.resolve("compose.yaml").toFile())
            .get("services");
    Slo.Links links = Slo.read(Committed.FOLDER.resolve("slo.yaml")).links();

    assertThat(services.at("/grafana/ports").toString())
        .contains("127.0.0.1:" + links.grafana().replaceAll(".*:", "") + ":3000");
    assertThat(services.at("/alertmanager/ports").toString())
        .contains("127.0.0.1:" + links.alertmanager().replaceAll(".*:", "") + ":9093");
  }

  @Test
  void lokiIndexesFewLabelsAndTakesTheRest() throws Exception {
    JsonNode loki = new YAMLMapper().readTree(Committed.FOLDER.resolve("loki/loki.yaml").toFile());

    assertThat(
            loki.at("/distributor/otlp_config/default_resource_attributes_as_index_labels")
                .toString())
        .contains("service.name")
        .doesNotContain("trace_id");
    assertThat(loki.at("/limits_config/allow_structured_metadata").asBoolean()).isTrue();
    assertThat(loki.at("/schema_config/configs/0/schema").asText()).isEqualTo("v13");
  }

  private static void names(JsonNode matchers, Set<String> found) {
    for (JsonNode matcher : matchers) {
      if (matcher.asText().startsWith("alertname")) {
        String value = matcher.asText().replaceAll("alertname=~?\"|\"$", "");
        found.addAll(List.of(value.split("\\|", -1)));
      }
    }
  }
}
