package dev.vitrine.observability.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A panel in Grafana's form. */
final class PanelJson {
  private PanelJson() {}

  static Map<String, Object> of(Panel panel, Map<String, Object> position) {
    Map<String, Object> json = new TreeMap<>();
    json.put("datasource", datasource(panel.source()));
    json.put("description", panel.description());
    json.put("fieldConfig", Map.of("defaults", defaults(panel), "overrides", List.of()));
    json.put("gridPos", position);
    json.put("id", panel.id());
    json.put("options", options(panel));
    json.put("targets", targets(panel));
    json.put("title", panel.title());
    json.put("type", panel.kind().type());
    transformations(panel, json);
    if (panel.source() == Source.TRACES) {
      // Jaeger looks for one service at a time: there is such a panel for each that is chosen.
      json.put("repeat", "service");
      json.put("repeatDirection", "v");
    }
    return json;
  }

  static Map<String, Object> datasource(Source source) {
    return Map.of("type", source.type(), "uid", "${" + source.variable() + "}");
  }

  private static List<Map<String, Object>> targets(Panel panel) {
    List<Map<String, Object>> targets = new ArrayList<>();
    for (Target target : panel.targets()) {
      Map<String, Object> json = new TreeMap<>();
      json.put("datasource", datasource(panel.source()));
      json.put("refId", String.valueOf((char) ('A' + targets.size())));
      switch (panel.source()) {
        case METRICS -> metrics(panel, target, json);
        case LOGS -> {
          json.put("expr", target.expression());
          json.put("maxLines", 200);
          json.put("queryType", "range");
        }
        case TRACES -> {
          json.put("limit", 30);
          json.put("queryType", "search");
          json.put("service", target.expression());
          if (panel.kind() == Panel.Kind.FAILED_TRACES) {
            json.put("tags", Traces.FAILED);
          }
        }
      }
      targets.add(json);
    }
    return targets;
  }

  private static void metrics(Panel panel, Target target, Map<String, Object> json) {
    boolean table = panel.kind() == Panel.Kind.TABLE;
    json.put("editorMode", "code");
    json.put("exemplar", panel.look().exemplars());
    json.put("expr", target.expression());
    json.put("format", format(panel.kind()));
    json.put("instant", table);
    json.put("legendFormat", target.legend());
    json.put("range", !table);
  }

  private static String format(Panel.Kind kind) {
    return switch (kind) {
      case HEATMAP -> "heatmap";
      case TABLE -> "table";
      case LINES, NUMBER, LOGS, TRACES, FAILED_TRACES -> "time_series";
    };
  }

  private static Map<String, Object> defaults(Panel panel) {
    Map<String, Object> defaults = new TreeMap<>();
    defaults.put("unit", panel.unit().id());
    if (panel.unit() == Unit.WHOLE) {
      defaults.put("decimals", 0);
    }
    defaults.put("color", Map.of("mode", color(panel)));
    defaults.put("thresholds", Map.of("mode", "absolute", "steps", steps(panel.look().limits())));
    if (panel.kind() == Panel.Kind.LINES) {
      defaults.put("custom", lines(panel));
    }
    if (panel.kind() == Panel.Kind.TABLE) {
      defaults.put("noValue", "none");
    }
    if (!panel.look().links().isEmpty()) {
      defaults.put(
          "links",
          panel.look().links().stream()
              .map(link -> Map.of("title", link.title(), "url", link.path()))
              .toList());
    }
    return defaults;
  }

  private static String color(Panel panel) {
    return panel.kind() == Panel.Kind.NUMBER ? "thresholds" : "palette-classic";
  }

  private static Map<String, Object> lines(Panel panel) {
    return Map.of(
        "axisSoftMin",
        0,
        "fillOpacity",
        8,
        "lineWidth",
        1,
        "showPoints",
        "never",
        "spanNulls",
        false,
        "thresholdsStyle",
        Map.of("mode", panel.look().limits().isEmpty() ? "off" : "dashed"));
  }

  /** From the least value up, as Grafana has them: the first has no value of its own. */
  private static List<Map<String, Object>> steps(List<Double> limits) {
    List<Map<String, Object>> steps = new ArrayList<>();
    if (limits.isEmpty()) {
      steps.add(step("green", null));
      return steps;
    }
    double yellow = limits.getFirst();
    double red = limits.getLast();
    if (red < yellow) {
      steps.add(step("red", null));
      steps.add(step("yellow", red));
      steps.add(step("green", yellow));
    } else {
      steps.add(step("green", null));
      if (yellow < red) {
        steps.add(step("yellow", yellow));
      }
      steps.add(step("red", red));
    }
    return steps;
  }

  private static Map<String, Object> step(String color, @Nullable Double value) {
    Map<String, Object> step = new TreeMap<>();
    step.put("color", color);
    step.put("value", value);
    return step;
  }

  private static Map<String, Object> options(Panel panel) {
    return switch (panel.kind()) {
      case LINES ->
          Map.of(
              "legend",
              Map.of(
                  "calcs",
                  List.of("lastNotNull", "max"),
                  "displayMode",
                  "table",
                  "placement",
                  "bottom",
                  "showLegend",
                  true),
              "tooltip",
              Map.of("mode", "multi", "sort", "desc"));
      case NUMBER ->
          Map.of(
              "colorMode", "background",
              "graphMode", "area",
              "justifyMode", "auto",
              "orientation", "auto",
              "reduceOptions",
                  Map.of("calcs", List.of("lastNotNull"), "fields", "", "values", false),
              "textMode", "auto");
      case HEATMAP ->
          Map.of(
              "calculate", false,
              "cellGap", 1,
              "color", Map.of("exponent", 0.5, "mode", "scheme", "scheme", "Oranges", "steps", 64),
              "exemplars", Map.of("color", "rgba(31,120,193,0.9)"),
              "filterValues", Map.of("le", 1e-9),
              "legend", Map.of("show", true),
              "rowsFrame", Map.of("layout", "auto"),
              "tooltip", Map.of("mode", "single", "yHistogram", true),
              "yAxis", Map.of("axisPlacement", "left", "unit", panel.unit().id()));
      case TABLE, TRACES, FAILED_TRACES -> Map.of("cellHeight", "sm", "showHeader", true);
      case LOGS ->
          Map.of(
              "dedupStrategy", "none",
              "enableLogDetails", true,
              "prettifyLogMessage", false,
              "showTime", true,
              "sortOrder", "Descending",
              "wrapLogMessage", true);
    };
  }

  /** A table has a column for each label, and none for what says nothing. */
  private static void transformations(Panel panel, Map<String, Object> json) {
    if (panel.kind() == Panel.Kind.TABLE) {
      Map<String, Object> hidden = Map.of("Time", true, "__name__", true);
      json.put(
          "transformations",
          List.of(
              Map.of(
                  "id",
                  "organize",
                  "options",
                  Map.of(
                      "excludeByName", hidden,
                      "indexByName", Map.of(),
                      "renameByName", Map.of()))));
    }
  }
}
