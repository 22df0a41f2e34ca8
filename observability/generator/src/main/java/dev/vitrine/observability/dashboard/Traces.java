package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.text.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Searches for traces in Grafana's <em>Explore</em>: from a graph to one of what it shows. */
final class Traces {
  /**
   * Requests that failed by the fault of this side, as Jaeger finds them: both of one span. What a
   * client got wrong is an error only of the gateway's own request to the upstream, a CLIENT span.
   */
  static final String FAILED = "error=true span.kind=server";

  /** The service of the series that somebody clicks. */
  static final String OF_THE_SERIES = "${__field.labels.job}";

  /** As in what the collector keeps. */
  static final String SLOW = "300ms";

  private static final String WHY = "${__field.labels.error_type}";
  private static final int MOST = 30;

  private Traces() {}

  /**
   * The path to those of failed requests of one service, in the time that the dashboard shows.
   *
   * @param service its name, or one of Grafana's variables
   */
  static String failed(String service) {
    return search(service, "tags", FAILED);
  }

  /** To those with a span that failed for the reason of the series that somebody clicks. */
  static String failedLikeTheSeries(String service) {
    return search(service, "tags", "error=true error.type=" + WHY);
  }

  /** To those with a span that took longer than is promised. */
  static String slow(String service) {
    return search(service, "minDuration", SLOW);
  }

  private static String search(String service, String by, String value) {
    Map<String, Object> source =
        Map.of("type", Source.TRACES.type(), "uid", variable(Source.TRACES.variable()));
    Map<String, Object> query =
        Map.of(
            "datasource",
            source,
            "limit",
            MOST,
            "queryType",
            "search",
            "refId",
            "A",
            "service",
            service,
            by,
            value);
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
