package dev.vitrine.observability.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.observability.testing.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the page of the dashboards; the pictures on it are made by {@code WatchIT}. */
class DashboardPicturesTest {
  private static final Path PAGE = Committed.ROOT.resolve("docs/dashboards.md");
  private static final Path PICTURES = Committed.ROOT.resolve("docs/dashboards");
  private static final long MOST_BYTES = 1_500_000;

  private static final String HEAD =
      """
      # The dashboards, with a minute of traffic

      What Grafana shows of Vitrine at <http://localhost:3030>: six dashboards, generated from Java into
      [observability/grafana/dashboards](../observability/grafana/dashboards), see
      [observability/README.md](../observability/README.md). The pictures are not Grafana's: a test (`WatchIT`) starts the whole
      system, lets it get warm, starts a real Prometheus, runs `./vitrine load` for a minute, with 5 % of mistakes on purpose,
      asks Prometheus every query of every panel, and draws the answers, each in the place that Grafana gives its panel; a pointer
      above a panel of a picture that is open by itself is shown its queries. Rates are over 10 s here, and the hours of the SLO
      rules are 15 s, so that budgets and burns have something to show.

      This page is written by `DashboardPicturesTest`, the pictures by `WatchIT`; do not edit them.

      ```console
      $ mvn test -pl platform,observability/generator -Dvitrine.docs.record=true
      $ mvn verify -Psystem-tests -Dtest=none -Dit.test='WatchIT#pictures*' -Dvitrine.test.all=true -Dvitrine.docs.record=true \\
          -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
      ```
      """;

  static List<JsonNode> dashboards() throws Exception {
    List<JsonNode> dashboards = new ArrayList<>();
    for (Path file : Committed.list("grafana/dashboards", ".json")) {
      dashboards.add(new ObjectMapper().readTree(Files.readString(file)));
    }
    return dashboards;
  }

  @Test
  void areOnAPageWithEveryPanel() throws Exception {
    StringBuilder page = new StringBuilder(HEAD);
    for (JsonNode dashboard : dashboards()) {
      String title = dashboard.get("title").asText();
      page.append("\n## %s\n\n%s\n\n".formatted(title, dashboard.get("description").asText()))
          .append("![%s](dashboards/%s.svg)\n\n".formatted(title, dashboard.get("uid").asText()))
          .append("| panel | |\n|---|---|\n");
      for (JsonNode panel : panels(dashboard)) {
        String description = panel.get("description").asText().replace("|", "\\|");
        page.append("| %s | %s |\n".formatted(panel.get("title").asText(), description));
      }
    }
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("mvn test -pl platform,observability/generator -Dvitrine.docs.record=true")
        .isEqualTo(page.toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void showEachPanel(JsonNode dashboard) throws Exception {
    String picture = Files.readString(PICTURES.resolve(dashboard.get("uid").asText() + ".svg"));

    assertThat(panels(dashboard))
        .hasSizeGreaterThan(5)
        .allSatisfy(panel ->
            assertThat(picture)
                .contains(
                    ">" + Svg.escaped(panel.get("title").asText()) + "<",
                    Svg.escaped(PanelData.queries(panel))));
    assertThat(Pattern.compile("class=\"panel\"").matcher(picture).results())
        .hasSize(panels(dashboard).size());
  }

  @Test
  void areSmallEnoughForARepository() throws Exception {
    List<Path> files;
    try (var all = Files.list(PICTURES)) {
      files = all.toList();
    }

    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }

    assertThat(files).hasSameSizeAs(dashboards());
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      if (!panel.get("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }
}
