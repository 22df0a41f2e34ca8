package dev.vitrine.observability.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.Errors;
import dev.vitrine.observability.rule.Recording;
import dev.vitrine.observability.rule.Rules;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import dev.vitrine.observability.text.Yaml;
import dev.vitrine.platform.telemetry.SpanType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the dashboards, which are made of Java; and looks at each as Grafana would. */
class DashboardsTest {
  private static final Slo PROMISED = Slo.read(Committed.FOLDER.resolve("slo.yaml"));
  private static final Pattern DASHBOARD = Pattern.compile("/d/([a-z-]+)/([a-z-]*)");
  private static final String EXPLORE = "/explore?";

  /** What a query of errors has. */
  private static final Pattern ERRORS =
      Pattern.compile(
          "error_type!(=\"\"|~\")|gateway_(rejected|ejections)_total"
              + "|slo:(sli_error|error_budget_remaining)");

  private static final Pattern OF_PROMISES = Pattern.compile("slo:(sli_error|error_budget_rem)");
  private static final Pattern ROUTES = Pattern.compile("http_route=~\"\\$([a-z_]+)\"");
  private static final Pattern RATE_OF_BYTES = Pattern.compile("rate\\([a-z_]+_bytes_total");
  private static final Pattern RECORDED = Pattern.compile("slo:[a-z0-9_:]+");

  private record Box(int x, int y, int w, int h) {
    boolean covers(Box other) {
      return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
    }
  }

  static List<JsonNode> dashboards() throws Exception {
    List<JsonNode> dashboards = new ArrayList<>();
    for (Path file : Committed.list("grafana/dashboards", ".json")) {
      dashboards.add(new ObjectMapper().readTree(Files.readString(file)));
    }
    return dashboards;
  }

  @Test
  void areThoseOfTheGenerator() throws Exception {
    Dashboards dashboards = Dashboards.of(PROMISED);

    Committed.holds("grafana/dashboards", dashboards.files());
    assertThat(dashboards()).hasSize(Board.values().length);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void sayWhatEachPanelShows(JsonNode dashboard) {
    List<JsonNode> panels = panels(dashboard);

    assertThat(panels)
        .hasSizeGreaterThan(5)
        .allSatisfy(panel -> {
          String title = panel.get("title").asText();
          assertThat(title).isNotBlank();
          assertThat(panel.get("description").asText()).as(title).isNotBlank().endsWith(".");
          assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
          assertThat(panel.at("/targets/0/refId").asText()).as(title).isEqualTo("A");
        });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void takeTheirDataFromWhereTheReaderChooses(JsonNode dashboard) {
    Set<String> variables =
        values(dashboard.at("/templating/list"), "name").stream()
            .map(name -> "${" + name + "}")
            .collect(Collectors.toSet());

    assertThat(dashboard.findValues("datasource"))
        .hasSizeGreaterThan(10)
        .allSatisfy(source -> assertThat(variables).contains(source.get("uid").asText()));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void callEachSeriesBySomeName(JsonNode dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      if (panel.get("type").asText().equals("timeseries")) {
        assertThat(values(panel.get("targets"), "legendFormat"))
            .as(panel.get("title").asText())
            .doesNotContain("");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void placeNoPanelOverAnother(JsonNode dashboard) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      JsonNode at = panel.get("gridPos");
      Box box =
          new Box(
              at.get("x").asInt(), at.get("y").asInt(), at.get("w").asInt(), at.get("h").asInt());
      assertThat(box.x() + box.w()).as(panel.get("title").asText()).isBetween(1, 24);
      assertThat(boxes).as(panel.get("title").asText()).noneMatch(box::covers);
      boxes.add(box);
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void giveEachPanelAnIdOfItsOwn(JsonNode dashboard) {
    List<String> ids = values(dashboard.get("panels"), "id");

    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void leadToDashboardsThatThereAre(JsonNode dashboard) {
    Set<String> known = Arrays.stream(Board.values()).map(Board::uid).collect(Collectors.toSet());
    Set<String> reached = new HashSet<>();

    for (JsonNode url : dashboard.findValues("url")) {
      if (url.asText().startsWith(EXPLORE)
          || url.asText().startsWith(PROMISED.links().alertmanager())) {
        continue;
      }
      Matcher matcher = DASHBOARD.matcher(url.asText());
      assertThat(matcher.find()).as(url.asText()).isTrue();
      reached.add(matcher.group(1));
    }

    reached.add(dashboard.get("uid").asText());
    assertThat(reached).isEqualTo(known);
    assertThat(dashboard.get("links"))
        .allSatisfy(link -> {
          assertThat(link.get("keepTime").asBoolean()).isTrue();
          assertThat(link.get("includeVars").asBoolean()).isTrue();
        });
  }

  @Test
  void leadFromALatencyToItsTraces() throws Exception {
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        boolean ofRequests =
            panel.get("targets").toString().contains("request_duration_seconds_bucket")
                || panel.get("targets").toString().contains("operation_duration_seconds_bucket");
        if (ofRequests) {
          assertThat(panel.at("/targets/0/exemplar").asBoolean())
              .as(panel.get("title").asText())
              .isTrue();
        }
      }
    }
  }

  @Test
  void leadFromErrorsToFailedTraces() throws Exception {
    Set<String> leading = new TreeSet<>();

    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        String query = String.join(" ", values(panel.get("targets"), "expr"));
        if (ERRORS.matcher(query).find()) {
          String title = dashboard.get("title").asText() + ": " + panel.get("title").asText();
          assertFindsFailedTraces(title, link(panel, "Failed traces"), query);
          leading.add(title);
        }
      }
    }

    assertThat(leading)
        .hasSizeGreaterThan(15)
        .contains("Overview: Errors", "Gateway: Failed attempts", "Service: Failures")
        .contains("SLO: Requests that miss the promise");
  }

  /** What was too slow has not failed. */
  @Test
  void leadFromPromisesToSlowTraces() throws Exception {
    Set<String> leading = new TreeSet<>();

    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        String query = String.join(" ", values(panel.get("targets"), "expr"));
        if (OF_PROMISES.matcher(query).find()) {
          String title = dashboard.get("title").asText() + ": " + panel.get("title").asText();
          JsonNode search = search(link(panel, "Slow traces"));
          assertThat(search.path("minDuration").asText()).as(title).isEqualTo("300ms");
          assertThat(search.has("tags")).as(title).isFalse();
          assertThat(search.path("service").asText()).as(title).isEqualTo(PROMISED.gateway());
          leading.add(title);
        }
      }
    }

    assertThat(leading).hasSizeGreaterThan(8).contains("SLO: Requests that miss the promise");
  }

  /** What the collector leaves out cannot be found. */
  @Test
  void listAsFailedWhatTheCollectorKeepsAllOf() throws Exception {
    JsonNode collector =
        new YAMLMapper().readTree(Committed.FOLDER.resolve("collector/collector.yaml").toFile());
    List<String> searched = new ArrayList<>();

    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        if (panel.get("title").asText().equals("Failed traces")) {
          searched.add(panel.at("/targets/0/tags").asText());
        }
      }
    }

    assertThat(searched).containsExactly("error=true span.kind=server");
    assertThat(collector.at("/processors/tail_sampling/policies/0/ottl_condition/span/0").asText())
        .startsWith("status.code == STATUS_CODE_ERROR and not (attributes[");
    assertThat(SpanType.SERVED_REQUEST.failure()).contains("on this side: 5xx");
  }

  /** Of nothing, Prometheus has no series. */
  @Test
  void showZeroBeforeTheFirstRequest() {
    List<String> counting =
        Dashboards.of(PROMISED).queries("1m").values().stream()
            .filter(query -> query.matches("(?s).*(rate|increase)\\([a-z_]+\\{.*"))
            .toList();

    assertThat(counting)
        .hasSizeGreaterThan(40)
        .allSatisfy(query ->
            assertThat(query)
                .matches("(?s).* or on\\(\\) (label_replace)?\\(0 \\* count\\(build_info\\).*"));
  }

  /** A zero that comes from nowhere would look well while nobody watches. */
  @Test
  void showNothingWherePrometheusHasNoTarget() {
    assertThat(Dashboards.of(PROMISED).queries("1m").values())
        .allSatisfy(query -> assertThat(query).doesNotContain("vector("));
  }

  @Test
  void countAsErrorWhatTheObjectivesDo() {
    List<String> errors =
        Dashboards.of(PROMISED).queries("1m").entrySet().stream()
            .filter(query -> query.getValue().contains("http_server_request_duration"))
            .map(Map.Entry::getValue)
            .filter(query -> query.contains("error_type") || query.contains("5.."))
            .toList();

    assertThat(errors)
        .hasSize(4)
        .allSatisfy(query -> assertThat(query).contains(Errors.OF_REQUESTS));
  }

  /** What a link takes along must not leave the panels of another board empty. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void chooseRoutesOfTheGatewayByANameOfTheirOwn(JsonNode dashboard) {
    boolean ofTheGateway = dashboard.get("uid").asText().equals(Board.GATEWAY.uid());
    Set<String> ofRoutes = new TreeSet<>();

    for (JsonNode panel : panels(dashboard)) {
      for (String query : values(panel.get("targets"), "expr")) {
        ROUTES.matcher(query).results().forEach(found -> ofRoutes.add(found.group(1)));
      }
    }

    assertThat(ofRoutes).isSubsetOf(ofTheGateway ? "gateway_route" : "route");
    assertThat(ofRoutes.isEmpty())
        .isEqualTo(!ofTheGateway && !dashboard.get("uid").asText().equals(Board.SERVICE.uid()));
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.get("name").asText().equals("gateway_route")) {
        assertThat(variable.get("definition").asText())
            .contains("job=\"" + PROMISED.gateway() + "\"");
      }
    }
  }

  @Test
  void showNumbersAsWhatTheyAre() throws Exception {
    Set<String> rates = new TreeSet<>();
    Set<String> counts = new TreeSet<>();

    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        String query = String.join(" ", values(panel.get("targets"), "expr"));
        JsonNode shown = panel.at("/fieldConfig/defaults");
        String title = panel.get("title").asText();
        if (RATE_OF_BYTES.matcher(query).find()) {
          assertThat(shown.get("unit").asText()).as(title).isEqualTo("binBps");
          rates.add(title);
        }
        if (query.contains("$__range")) {
          assertThat(query).as(title).startsWith("round(");
          assertThat(shown.path("decimals").asInt(-1)).as(title).isZero();
          counts.add(title);
        }
      }
    }

    assertThat(rates).containsExactly("Allocation");
    assertThat(counts).containsExactly("Imports", "Registrations");
  }

  /** Not encoded, a quote or a brace would end the address; encoded, a variable would stay one. */
  private static void assertFindsFailedTraces(String title, String url, String query)
      throws Exception {
    String panes = panes(url);
    JsonNode search = search(url);
    String service = search.path("service").asText();

    assertThat(panes.replaceAll("\\$\\{[a-z_.]+}", "")).as(title).matches("[A-Za-z0-9%._*-]+");
    assertThat(panes).as(title).contains("${traces}", "${__from}", "${__to}");
    assertThat(search.path("queryType").asText()).as(title).isEqualTo("search");
    assertThat(search.path("tags").asText())
        .as(title)
        .isEqualTo(
            query.contains("error_type)")
                ? "error=true error.type=${__field.labels.error_type}"
                : "error=true span.kind=server");
    if (service.equals("${__field.labels.job}")) {
      assertThat(query).as(title).contains("sum by (job");
    } else {
      assertThat(service).as(title).isEqualTo(PROMISED.gateway());
    }
  }

  private static String link(JsonNode panel, String title) {
    List<String> urls = new ArrayList<>();
    for (JsonNode link : panel.at("/fieldConfig/defaults/links")) {
      if (link.get("title").asText().equals(title)) {
        urls.add(link.get("url").asText());
      }
    }
    assertThat(urls).as(panel.get("title").asText()).hasSize(1);
    return urls.getFirst();
  }

  private static String panes(String url) {
    assertThat(url).startsWith(EXPLORE);
    return url.substring(url.indexOf("panes=") + "panes=".length());
  }

  /** What is asked of Jaeger. */
  private static JsonNode search(String url) throws Exception {
    return new ObjectMapper()
        .readTree(URLDecoder.decode(panes(url), StandardCharsets.UTF_8))
        .at("/a/queries/0");
  }

  @Test
  void askWhatPrometheusUnderstands(@TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(DashboardsTest.class);
    Map<String, String> queries = Dashboards.of(PROMISED).queries("1m");
    List<Map<String, String>> rules = new ArrayList<>();
    queries.forEach((id, expr) -> rules.add(rule(id, expr)));
    rules.add(rule("deploys", Dashboards.DEPLOYS));

    Path file =
        Files.writeString(
            folder.resolve("queries.yaml"),
            Yaml.write("", Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));

    assertThat(queries).hasSizeGreaterThan(60);
    assertThat(queries.values()).noneMatch(expr -> expr.contains("$"));
    promtool.succeeds(List.of("check", "rules"), List.of(file));
  }

  @Test
  void useWhatRulesRecord() {
    Set<String> recorded =
        Rules.of(PROMISED, TimeScale.REAL).recordings().stream()
            .map(Recording::name)
            .collect(Collectors.toSet());
    Set<String> used = new TreeSet<>();

    for (String query : Dashboards.of(PROMISED).queries("1m").values()) {
      RECORDED.matcher(query).results().forEach(found -> used.add(found.group()));
    }

    assertThat(used).hasSizeGreaterThan(10);
    assertThat(recorded).containsAll(used);
  }

  private static Map<String, String> rule(String id, String expr) {
    return Map.of("record", "panel:" + id.replaceAll("[^A-Za-z0-9]", "_"), "expr", expr);
  }

  /** Without the headings. */
  private static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      if (!panel.get("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  private static List<String> values(JsonNode list, String field) {
    List<String> values = new ArrayList<>();
    list.forEach(each -> values.add(each.path(field).asText()));
    return values;
  }
}
