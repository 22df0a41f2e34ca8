package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Errors;
import dev.vitrine.observability.slo.RouteGroup;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One objective of one group of routes, as PromQL over the gateway's histogram of requests.
 *
 * @param name what is promised: {@code availability} or {@code latency}
 * @param budget part of the requests that may miss it
 */
record Sli(String name, RouteGroup group, BigDecimal budget, Selectors selectors) {
  private static final String REQUESTS = "http_server_request_duration_seconds";

  /** Of which requests: those that miss it, or those that keep it; and those that count. */
  record Selectors(String errors, String total, String fast) {}

  static Sli availability(String gateway, RouteGroup group) {
    String of = selector(gateway, group) + ",";
    return new Sli(
        "availability",
        group,
        RouteGroup.budget(group.availability()),
        new Selectors(
            REQUESTS + "_count{" + of + Errors.OF_REQUESTS + "}",
            REQUESTS + "_count{" + of + Errors.CLIENT_STAYED + "}",
            ""));
  }

  static Sli latency(String gateway, RouteGroup group, RouteGroup.Latency latency) {
    String timed = selector(gateway, group) + "," + Errors.NONE_OR_CLIENT_LEFT;
    String bound = ",le=\"" + latency.under().toMillis() / 1000.0 + "\"";
    return new Sli(
        "latency",
        group,
        RouteGroup.budget(latency.percent()),
        new Selectors(
            "", REQUESTS + "_count{" + timed + "}", REQUESTS + "_bucket{" + timed + bound + "}"));
  }

  /** Requests that miss it, a second. */
  String errors(String range) {
    if (selectors.errors().isEmpty()) {
      // Of two sums that are equal, the last digits may differ.
      return "clamp_min(%s - %s, 0)".formatted(total(range), rate(selectors.fast(), range));
    }
    // A status that there has not been yet has no series.
    return "(" + rate(selectors.errors(), range) + " or vector(0))";
  }

  /** Requests that count, a second. */
  String total(String range) {
    return rate(selectors.total(), range);
  }

  /** Part of the requests that miss it; 0 where there are none. */
  String ratio(String range) {
    return "(\n%s\n)\n/ clamp_min(%s, 1e-9)".formatted(errors(range), total(range));
  }

  Map<String, String> labels() {
    return new TreeMap<>(
        Map.of("slo", name, "route_group", group.name(), "upstream", group.upstream()));
  }

  private static String rate(String selector, String range) {
    return "sum(rate(" + selector + "[" + range + "]))";
  }

  private static String selector(String gateway, RouteGroup group) {
    String routes =
        "job=\""
            + gateway
            + "\","
            + oneOf("http_route", group.routes().stream().map(route -> route + "/*").toList());
    return group.methods().isEmpty()
        ? routes
        : routes + "," + oneOf("http_request_method", group.methods());
  }

  private static String oneOf(String label, List<String> values) {
    if (values.size() == 1) {
      return label + "=\"" + values.getFirst() + "\"";
    }
    return values.stream()
        .map(value -> value.replaceAll("([.*+?])", "\\\\\\\\$1"))
        .collect(Collectors.joining("|", label + "=~\"", "\""));
  }
}
