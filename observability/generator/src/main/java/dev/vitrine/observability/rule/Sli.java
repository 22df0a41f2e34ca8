package dev.vitrine.observability.rule;

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

  /** What the gateway says of an answer that it broke off after its head, whatever that said. */
  private static final String BROKEN_OFF = "error_type=~\"deadline|upstream-broke-off\"";

  /** Of which requests: those that miss it, as expressions to add up, and those that count. */
  record Selectors(List<String> errors, String total, String fast) {}

  static Sli availability(String gateway, RouteGroup group) {
    String of = selector(gateway, group);
    String code = ",http_response_status_code";
    return new Sli(
        "availability",
        group,
        RouteGroup.budget(group.availability()),
        new Selectors(
            List.of(
                REQUESTS + "_count{" + of + code + "=~\"5..\"}",
                REQUESTS + "_count{" + of + code + "!~\"5..\"," + BROKEN_OFF + "}"),
            REQUESTS + "_count{" + of + code + "!=\"499\"}",
            ""));
  }

  static Sli latency(String gateway, RouteGroup group, RouteGroup.Latency latency) {
    String answered = selector(gateway, group) + ",http_response_status_code!~\"499|5..\"";
    String bound = ",le=\"" + latency.under().toMillis() / 1000.0 + "\"";
    return new Sli(
        "latency",
        group,
        RouteGroup.budget(latency.percent()),
        new Selectors(
            List.of(),
            REQUESTS + "_count{" + answered + "}",
            REQUESTS + "_bucket{" + answered + bound + "}"));
  }

  /** Requests that miss it, a second. */
  String errors(String range) {
    if (selectors.errors().isEmpty()) {
      // Of two sums that are equal, the last digits may differ.
      return "clamp_min(%s - %s, 0)".formatted(total(range), rate(selectors.fast(), range));
    }
    // A status that there has not been yet has no series.
    return selectors.errors().stream()
        .map(each -> "(" + rate(each, range) + " or vector(0))")
        .collect(Collectors.joining("\n+ "));
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
