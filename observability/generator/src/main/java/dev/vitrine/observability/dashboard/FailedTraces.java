package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.text.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Traces with an error, in Grafana's <em>Explore</em>: from a graph of errors to one of them. */
final class FailedTraces {
  /** What Jaeger finds spans by whose status is an error. */
  static final String TAGS = "error=true";

  /** The service of the series that somebody clicks. */
  static final String OF_THE_SERIES = "${__field.labels.job}";

  private static final int MOST = 30;

  private FailedTraces() {}

  /**
   * The path to those of one service, in the time that the dashboard shows.
   *
   * @param service its name, or one of Grafana's variables
   */
  static String of(String service) {
    Map<String, Object> source =
        Map.of("type", Source.TRACES.type(), "uid", variable(Source.TRACES.variable()));
    Map<String, Object> query =
        Map.of(
            "datasource", source,
            "limit", MOST,
            "queryType", "search",
            "refId", "A",
            "service", service,
            "tags", TAGS);
    Map<String, Object> pane =
        Map.of(
            "datasource",
            variable(Source.TRACES.variable()),
            "queries",
            List.of(query),
            "range",
            Map.of("from", variable("__from"), "to", variable("__to")));
    return "/explore?schemaVersion=1&orgId=1&panes=" + encoded(Json.line(Map.of("a", pane)));
  }

  private static String variable(String name) {
    return "${" + name + "}";
  }

  /** All but the variables, which Grafana finds as they are. */
  private static String encoded(String json) {
    return URLEncoder.encode(json, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replaceAll("%24%7B([A-Za-z_.]+)%7D", "\\${$1}");
  }
}
