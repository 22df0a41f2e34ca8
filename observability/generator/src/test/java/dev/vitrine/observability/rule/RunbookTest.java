package dev.vitrine.observability.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.Errors;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import dev.vitrine.observability.text.Yaml;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether whoever is woken finds what to do, and the panels that it speaks of. */
class RunbookTest {
  private static final Slo PROMISED = Slo.read(Committed.FOLDER.resolve("slo.yaml"));
  private static final Pattern SECTION = Pattern.compile("(?m)^## (\\S+)$");
  private static final Pattern QUERY = Pattern.compile("(?s)```promql\n(.*?)```");
  private static final Pattern EMPHASIS = Pattern.compile("(?<!\\*)\\*([A-Z][^*]+)\\*(?!\\*)");

  @Test
  void hasASectionForEachAlertAndNoOther() throws Exception {
    Set<String> alerts =
        Rules.of(PROMISED, TimeScale.REAL).alerts().stream()
            .map(Alert::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(sections().keySet()).isEqualTo(alerts);
  }

  @Test
  void saysTheSameOfEach() throws Exception {
    assertThat(sections())
        .allSatisfy((alert, text) ->
            assertThat(text)
                .as(alert)
                .contains("**Means.**", "**Customers notice**", "**First look.**")
                .contains("```promql", "```console", "**Likely causes.**", "**Do.**", "**Over**"));
  }

  @Test
  void isWhereTheAlertsLead() throws Exception {
    String page = PROMISED.links().runbook();
    Set<String> anchors =
        sections().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<String> links = new ArrayList<>();

    Matcher link =
        Pattern.compile("runbook_url: (\\S+)#(\\S+)")
            .matcher(String.join("", Rules.of(PROMISED, TimeScale.REAL).files().values()));
    while (link.find()) {
      assertThat(link.group(1)).isEqualTo(page);
      links.add(link.group(2));
    }

    assertThat(page)
        .satisfiesAnyOf(
            served -> assertThat(URI.create(served)).hasScheme("https"),
            file -> assertThat(Committed.ROOT.resolve(file)).exists());
    assertThat(links).hasSizeGreaterThan(20).isSubsetOf(anchors);
  }

  /** Where nobody knows the repository, only a whole address can be clicked. */
  @Test
  void canBeReadWhereverItIsServed(@TempDir Path folder) throws Exception {
    String file = Files.readString(Committed.FOLDER.resolve("slo.yaml"));
    String address = "https://pages.shop.example/runbook";
    Path elsewhere =
        Files.writeString(
            folder.resolve("slo.yaml"),
            file.replaceAll("runbook: \\S+", "runbook: " + address)
                .replaceAll("grafana: \\S+", "grafana: https://grafana.shop.example"));

    String rules = String.join("", Rules.of(Slo.read(elsewhere), TimeScale.REAL).files().values());

    assertThat(rules)
        .contains("runbook_url: " + address + "#targetdown")
        .contains("dashboard_url: https://grafana.shop.example/d/")
        .doesNotContain(PROMISED.links().runbook(), PROMISED.links().grafana());
  }

  @Test
  void speaksOfBoardsAndPanelsThatThereAre() throws Exception {
    String dashboards = "";
    for (Path file : Committed.list("grafana/dashboards", ".json")) {
      dashboards += Files.readString(file);
    }
    Set<String> known =
        Stream.concat(
                Pattern.compile("\"title\": \"([^\"]+)\"")
                    .matcher(dashboards)
                    .results()
                    .map(found -> found.group(1)),
                Arrays.stream(Board.values()).map(Board::title))
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();

    for (String text : sections().values()) {
      String prose = text.replaceAll("(?s)```.*?```", "").replaceAll("\\s+", " ");
      EMPHASIS.matcher(prose).results().forEach(found -> named.add(found.group(1)));
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(named)
        .allSatisfy(name ->
            assertThat(known)
                .anyMatch(title -> title.equals(name) || title.startsWith(name + ",")));
  }

  @Test
  void asksWhatPrometheusUnderstands(@TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(RunbookTest.class);
    List<Map<String, String>> rules = new ArrayList<>();

    for (Map.Entry<String, String> section : sections().entrySet()) {
      Matcher query = QUERY.matcher(section.getValue());
      assertThat(query.find()).isTrue();
      rules.add(Map.of("record", "runbook:" + section.getKey(), "expr", query.group(1)));
    }

    Path file =
        Files.writeString(
            folder.resolve("queries.yaml"),
            Yaml.write("", Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));
    promtool.succeeds(List.of("check", "rules"), List.of(file));
  }

  /** Else the page shows nothing while the alert fires, or what nobody is at fault for. */
  @Test
  void asksForTheErrorsThatAlertsCount() throws Exception {
    assertThat(sections().get("AvailabilityBudgetBurn"))
        .contains("{job=\"gateway\"," + Errors.OF_REQUESTS + "}")
        .contains("jq -c 'select(" + Errors.OF_ACCESS_LINES + ")");
    assertThat(sections().get("EjectionStorm")).contains("{" + Errors.OF_ATTEMPTS + "}");
  }

  private static Map<String, String> sections() throws Exception {
    String page = Files.readString(Committed.ROOT.resolve("docs/runbook.md"));
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher heading = SECTION.matcher(page);
    String name = "";
    int from = 0;
    while (heading.find()) {
      if (!name.isEmpty()) {
        sections.put(name, page.substring(from, heading.start()));
      }
      name = heading.group(1);
      from = heading.end();
    }
    sections.put(name, page.substring(from));
    return sections;
  }
}
