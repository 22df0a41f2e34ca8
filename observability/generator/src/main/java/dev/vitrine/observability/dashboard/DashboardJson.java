package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.name.Board;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dashboard in Grafana's form. */
final class DashboardJson {
  private static final int GRID = 24;
  private static final int SCHEMA = 41;

  private final Dashboard dashboard;
  private final String gateway;
  private final List<Map<String, Object>> panels = new ArrayList<>();
  private int top;

  private DashboardJson(Dashboard dashboard, String gateway) {
    this.dashboard = dashboard;
    this.gateway = gateway;
  }

  static Map<String, Object> of(Dashboard dashboard, String gateway) {
    DashboardJson json = new DashboardJson(dashboard, gateway);
    dashboard.rows().forEach(json::row);
    return json.whole();
  }

  private Map<String, Object> whole() {
    return Map.ofEntries(
        Map.entry("annotations", Map.of("list", List.of(deploys()))),
        Map.entry("description", dashboard.description()),
        Map.entry("editable", false),
        Map.entry("graphTooltip", 1),
        Map.entry("links", links()),
        Map.entry("panels", panels),
        Map.entry("refresh", "30s"),
        Map.entry("schemaVersion", SCHEMA),
        Map.entry("tags", List.of("vitrine")),
        Map.entry("templating", Map.of("list", Variables.all(gateway))),
        Map.entry("time", Map.of("from", "now-1h", "to", "now")),
        Map.entry("timezone", "browser"),
        Map.entry("title", dashboard.board().title()),
        Map.entry("uid", dashboard.board().uid()),
        Map.entry("version", 1));
  }

  /** Lines where a version begins to run that did not a moment before. */
  private static Map<String, Object> deploys() {
    return Map.of(
        "datasource", PanelJson.datasource(Source.METRICS),
        "enable", true,
        "expr", Dashboards.DEPLOYS,
        "iconColor", "blue",
        "name", "Deploys",
        "step", "15s",
        "tagKeys", "job,version,commit",
        "textFormat", "{{commit}}",
        "titleFormat", "{{job}} {{version}}");
  }

  private List<Map<String, Object>> links() {
    List<Map<String, Object>> links = new ArrayList<>();
    for (Board other : Board.values()) {
      if (other != dashboard.board()) {
        links.add(
            Map.of(
                "asDropdown",
                false,
                "icon",
                "dashboard",
                "includeVars",
                true,
                "keepTime",
                true,
                "targetBlank",
                false,
                "title",
                other.title(),
                "tooltip",
                "",
                "type",
                "link",
                "url",
                other.path()));
      }
    }
    return links;
  }

  /** Lays out a heading, and its panels beside and below each other, none over another. */
  private void row(Row row) {
    panels.add(
        Map.of(
            "collapsed", false,
            "gridPos", position(0, top, new Panel.Size(GRID, 1)),
            "id", Panel.lines(row.title() + " (heading)", "", Unit.NONE).id(),
            "panels", List.of(),
            "title", row.title(),
            "type", "row"));
    top++;
    int left = 0;
    int height = 0;
    for (Panel panel : row.panels()) {
      if (left + panel.look().size().width() > GRID) {
        top += height;
        left = 0;
        height = 0;
      }
      panels.add(PanelJson.of(panel, position(left, top, panel.look().size())));
      left += panel.look().size().width();
      height = Math.max(height, panel.look().size().height());
    }
    top += height;
  }

  private static Map<String, Object> position(int x, int y, Panel.Size size) {
    return Map.of("h", size.height(), "w", size.width(), "x", x, "y", y);
  }
}
