package dev.vitrine.observability.dashboard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader can choose on every dashboard, so that a choice goes with the links. The gateway's
 * routes are other ones than those of the services: chosen by one name, those of one board would
 * leave another empty.
 */
final class Variables {
  private Variables() {}

  static List<Map<String, Object>> all(String gateway) {
    return List.of(
        source(Source.METRICS, "Prometheus", 0),
        choice("service", "Service", "label_values(http_server_active_requests, job)"),
        choice(
            "route",
            "Route",
            "label_values(http_server_request_duration_seconds_count{job=~\"$service\"}, http_route)"),
        choice(
            "gateway_route",
            "Route of the gateway",
            "label_values(http_server_request_duration_seconds_count{job=\"%s\"}, http_route)"
                .formatted(gateway)),
        choice("upstream", "Upstream", "label_values(gateway_upstream_endpoints, upstream)"),
        choice("group", "Routes with a promise", "label_values(slo:objective:ratio, route_group)"),
        source(Source.LOGS, "Loki", 2),
        source(Source.TRACES, "Jaeger", 2));
  }

  /**
   * A choice among the data sources of a type.
   *
   * @param hide Grafana's number: 0 shown, 2 hidden
   */
  private static Map<String, Object> source(Source source, String name, int hide) {
    return Map.of(
        "current",
        Map.of("selected", true, "text", name, "value", source.type()),
        "hide",
        hide,
        "includeAll",
        false,
        "label",
        name,
        "multi",
        false,
        "name",
        source.variable(),
        "query",
        source.type(),
        "refresh",
        1,
        "type",
        "datasource");
  }

  private static Map<String, Object> choice(String name, String label, String query) {
    Map<String, Object> variable = new TreeMap<>();
    variable.put("allValue", ".+");
    variable.put(
        "current", Map.of("selected", true, "text", List.of("All"), "value", List.of("$__all")));
    variable.put("datasource", PanelJson.datasource(Source.METRICS));
    variable.put("definition", query);
    variable.put("hide", 0);
    variable.put("includeAll", true);
    variable.put("label", label);
    variable.put("multi", true);
    variable.put("name", name);
    variable.put("query", Map.of("qryType", 1, "query", query, "refId", name));
    variable.put("refresh", 2);
    variable.put("sort", 1);
    variable.put("type", "query");
    return variable;
  }
}
