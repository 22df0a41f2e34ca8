package dev.vitrine.observability.dashboard;

import static dev.vitrine.observability.dashboard.Promql.SERVED;
import static dev.vitrine.observability.dashboard.Promql.partBy;
import static dev.vitrine.observability.dashboard.Promql.quantileBy;
import static dev.vitrine.observability.dashboard.Promql.rate;
import static dev.vitrine.observability.dashboard.Promql.rateBy;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.Errors;
import dev.vitrine.observability.slo.Slo;
import java.util.List;

/** Whether the shop keeps its promises, and if not, where to look. */
final class OverviewBoard {
  private static final String OF = "job=~\"$service\"";
  private static final String TO_SERVICE =
      Board.SERVICE.path() + "?var-service=${__field.labels.job}&${__url_time_range}";

  private OverviewBoard() {}

  static Dashboard dashboard(Slo slo) {
    return new Dashboard(
        Board.OVERVIEW,
        "Whether the shop keeps its promises, and if not, where to look.",
        List.of(promises(slo), services(), customers()));
  }

  private static Row promises(Slo slo) {
    return Row.of(
        "Promises",
        Panel.number(
                "Firing alerts",
                "Alerts that are found now, those too that nobody is told of beside one that says more. The table below says which.",
                Unit.COUNT)
            .query("count(ALERTS{alertstate=\"firing\"})" + Promql.OR_ZERO, "firing")
            .limits(1, 1)
            .sized(4, 4),
        Panel.number(
                "Processes down",
                "Processes that Prometheus cannot scrape: gone, hanging or unreachable.",
                Unit.COUNT)
            .query("count(up{" + OF + "} == 0)" + Promql.OR_ZERO, "down")
            .limits(1, 1)
            .sized(4, 4),
        Panel.number(
                "Budget left",
                "Part of the month's budget of errors that is left, by group of routes and promise. Below 0 the promise is broken.",
                Unit.PART)
            .query(Promql.budgetLeft(""), "{{route_group}} {{slo}}")
            .limits(0.25, 0)
            .leadingTo(
                Board.SLO.path() + "?var-group=${__field.labels.route_group}&${__url_time_range}")
            .leadingToFailedTraces(slo.gateway())
            .leadingToSlowTraces(slo.gateway())
            .sized(16, 4),
        Panel.table(
                "Alerts",
                "What is wrong now, and what will be told soon if it goes on (pending). Empty when all is well.",
                Unit.NONE)
            .query("ALERTS", "")
            .leadingToAlertmanager(slo.links().alertmanager())
            .sized(16, 8),
        Panel.table(
                "Versions",
                "What runs: how many processes of each version. A line in the graphs marks when a new one came.",
                Unit.COUNT)
            .query("count by (job, version, commit) (build_info)", "")
            .sized(8, 8));
  }

  private static Row services() {
    return Row.of(
        "Services",
        Panel.lines(
                "Requests",
                "Requests a second that each service has answered, or lost.",
                Unit.REQUESTS_PER_SECOND)
            .query(rateBy("job", SERVED + "_count", OF), "{{job}}")
            .leadingTo(TO_SERVICE)
            .sized(8, 8),
        Panel.lines(
                "Errors",
                "Part of the requests that each service has answered by 5xx, or broken off within its answer. A client that leaves is none.",
                Unit.PART)
            .query(partBy("job", SERVED, OF, Errors.OF_REQUESTS), "{{job}}")
            .limits(0.001, 0.01)
            .leadingTo(TO_SERVICE)
            .leadingToFailedTraces(Traces.OF_THE_SERIES)
            .sized(8, 8),
        Panel.lines(
                "Latency, 95th percentile",
                "19 of 20 requests take less, from their head to the end of the answer. A point is a trace: click it.",
                Unit.SECONDS)
            .query(quantileBy("job", 0.95, SERVED, OF), "{{job}}")
            .withExemplars()
            .leadingTo(TO_SERVICE)
            .sized(8, 8));
  }

  private static Row customers() {
    String products = "job=\"product-service\",http_response_status_code=~\"2..|304\"";
    String registered = "job=\"user-service\",http_request_method=\"POST\",http_route=\"/users\"";
    return Row.of(
        "Customers",
        Panel.lines(
                "What customers do",
                "Answers a second that gave customers what they came for. When this falls and no error rises, they do not get here.",
                Unit.REQUESTS_PER_SECOND)
            .query(
                rate(SERVED + "_count", products + ",http_route=\"/products/{id}\""),
                "look at a product")
            .query(
                rate(SERVED + "_count", products + ",http_route=~\"/products|/categories\""),
                "browse")
            .query(
                rate(SERVED + "_count", registered + ",http_response_status_code=\"201\""),
                "register")
            .sized(16, 8),
        Panel.number(
                "Registrations",
                "About how many accounts were opened in the time shown: Prometheus reckons from what it saw at each scrape.",
                Unit.WHOLE)
            .query(
                "round(sum(increase(%s_count{%s,http_response_status_code=\"201\"}[$__range])))"
                        .formatted(SERVED, registered)
                    + Promql.OR_ZERO,
                "registered")
            .sized(4, 8),
        Panel.number(
                "Imports",
                "About how many imports into the catalog there were in the time shown, whatever became of them.",
                Unit.WHOLE)
            .query(
                "round(sum(increase(%s_count{job=\"product-service\",http_route=\"/products/import\"}[$__range])))"
                        .formatted(SERVED)
                    + Promql.OR_ZERO,
                "imports")
            .sized(4, 8));
  }
}
