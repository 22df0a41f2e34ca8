package dev.vitrine.observability.dashboard;

import static dev.vitrine.observability.dashboard.Promql.SENT;
import static dev.vitrine.observability.dashboard.Promql.SERVED;
import static dev.vitrine.observability.dashboard.Promql.buckets;
import static dev.vitrine.observability.dashboard.Promql.partBy;
import static dev.vitrine.observability.dashboard.Promql.quantile;
import static dev.vitrine.observability.dashboard.Promql.quantileBy;
import static dev.vitrine.observability.dashboard.Promql.rateBy;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.Errors;
import java.util.List;

/** What comes in at the edge, where it goes, and what the gateway does to protect either side. */
final class GatewayBoard {
  private static final String UPSTREAM = "upstream=~\"$upstream\"";

  private final String job;
  private final String requests;
  private final String gateway;

  private GatewayBoard(String job) {
    this.job = job;
    this.gateway = "job=\"" + job + "\"";
    this.requests = gateway + ",http_route=~\"$gateway_route\"";
  }

  static Dashboard dashboard(String job) {
    GatewayBoard board = new GatewayBoard(job);
    return new Dashboard(
        Board.GATEWAY,
        "What comes in at the edge, where it goes, and what the gateway does about trouble on either side.",
        List.of(
            board.requests(),
            board.upstreams(),
            board.attempts(),
            board.protection(),
            board.connections()));
  }

  private Row requests() {
    return Row.of(
        "Requests",
        Panel.lines(
                "Requests by route",
                "Requests a second. 'unmatched' has no route: scanners, or links that are wrong.",
                Unit.REQUESTS_PER_SECOND)
            .query(rateBy("http_route", SERVED + "_count", requests), "{{http_route}}")
            .sized(8, 8),
        Panel.lines(
                "Errors by route",
                "Part of the requests answered by 5xx, or broken off within their answers. Which ones: see 'Answers of the gateway itself' and 'Failed attempts'.",
                Unit.PART)
            .query(partBy("http_route", SERVED, requests, Errors.OF_REQUESTS), "{{http_route}}")
            .limits(0.001, 0.01)
            .leadingToFailedTraces(job)
            .sized(8, 8),
        Panel.lines(
                "Requests by status",
                "Requests a second. 499 is a client that left before the end of the answer.",
                Unit.REQUESTS_PER_SECOND)
            .query(
                rateBy("http_response_status_code", SERVED + "_count", requests),
                "{{http_response_status_code}}")
            .sized(8, 8),
        Panel.lines(
                "Latency",
                "From the head of a request to the end of its answer, over all routes chosen. A point is a trace: click it.",
                Unit.SECONDS)
            .query(quantile(0.5, SERVED, requests), "50 %")
            .query(quantile(0.95, SERVED, requests), "95 %")
            .query(quantile(0.99, SERVED, requests), "99 %")
            .withExemplars(),
        Panel.heatmap(
                "Latency, all of it",
                "How many requests took how long. Two bands are two kinds of requests, which a percentile would hide.",
                Unit.SECONDS)
            .query(buckets(SERVED, requests), "{{le}}")
            .withExemplars());
  }

  private Row upstreams() {
    return Row.of(
        "Upstreams",
        Panel.table(
                "Endpoints",
                "How many endpoints each upstream has, by state. Requests go to those that are ready.",
                Unit.COUNT)
            .query("sum by (upstream, state) (gateway_upstream_endpoints{" + UPSTREAM + "})", "")
            .sized(8, 8),
        Panel.lines(
                "Ready endpoints",
                "At 0, requests wait a second for an endpoint, and then get 503.",
                Unit.COUNT)
            .query(
                "sum by (upstream) (gateway_upstream_endpoints{" + UPSTREAM + ",state=\"ready\"})",
                "{{upstream}}")
            .sized(8, 8),
        Panel.lines(
                "In flight",
                "Requests that each upstream has now, and that wait: queued, until it has fewer; held, until it has a ready endpoint.",
                Unit.COUNT)
            .query(
                "sum by (upstream) (gateway_upstream_in_flight{" + UPSTREAM + "})", "{{upstream}}")
            .query(
                "sum by (upstream) (gateway_upstream_queued{" + UPSTREAM + "})",
                "{{upstream}} queued")
            .query(
                "sum by (upstream) (gateway_held_requests{" + UPSTREAM + "})", "{{upstream}} held")
            .sized(8, 8));
  }

  private Row attempts() {
    return Row.of(
        "Attempts at upstreams",
        Panel.lines(
                "Attempts",
                "Attempts a second; more than the requests where some are sent again.",
                Unit.REQUESTS_PER_SECOND)
            .query(rateBy("upstream", SENT + "_count", UPSTREAM), "{{upstream}}")
            .sized(8, 8),
        Panel.lines(
                "Failed attempts",
                "Attempts a second without a whole answer, or answered by 5xx, by why; not those given up for their clients. What is sent again with success is here, and not in 'Errors by route'.",
                Unit.REQUESTS_PER_SECOND)
            .query(
                rateBy(
                    "upstream, error_type", SENT + "_count", UPSTREAM + "," + Errors.OF_ATTEMPTS),
                "{{upstream}} {{error_type}}")
            .leadingToTracesOfTheFailure(job)
            .sized(8, 8),
        Panel.lines(
                "Time to the head of an answer, 95th percentile",
                "From the wish for a connection. Where this is low and 'Latency' high, the gateway or the client is slow.",
                Unit.SECONDS)
            .query(quantileBy("upstream", 0.95, SENT, UPSTREAM), "{{upstream}}")
            .withExemplars()
            .sized(8, 8),
        Panel.lines(
                "Retries",
                "Attempts a second beyond the first of a request, by why. The budget keeps them below a fifth of the requests.",
                Unit.REQUESTS_PER_SECOND)
            .query(
                rateBy("upstream, reason", "gateway_retries_total", UPSTREAM),
                "{{upstream}} {{reason}}")
            .sized(8, 8),
        Panel.lines(
                "Ejections",
                "Endpoints a second that are taken out of use for what requests have met there.",
                Unit.PER_SECOND)
            .query(
                rateBy("upstream, reason", "gateway_ejections_total", UPSTREAM),
                "{{upstream}} {{reason}}")
            .leadingToFailedTraces(job)
            .sized(8, 8),
        Panel.lines(
                "Age of what discovery knows",
                "Time since it last told or confirmed the endpoints. Growing without end, new endpoints get no requests. Nothing where it has told none yet: see 'Ready endpoints'.",
                Unit.SECONDS)
            .query(
                "max by (upstream, source) (gateway_discovery_snapshot_age_seconds{%s} >= 0)"
                        .formatted(UPSTREAM)
                    + Promql.OR_ZERO,
                "{{upstream}} ({{source}})")
            .sized(8, 8));
  }

  private Row protection() {
    return Row.of(
        "The gateway itself",
        Panel.lines(
                "Answers of the gateway itself",
                "Requests a second that got no upstream's answer, by why. no-endpoint: nobody is ready; queue-full, queue-timeout: too many wait.",
                Unit.REQUESTS_PER_SECOND)
            .query(rateBy("reason", "gateway_rejected_total", gateway), "{{reason}}")
            .leadingToFailedTraces(job)
            .sized(8, 8),
        Panel.lines(
                "Rate limited",
                "Requests a second that got 429, because their client or subject asks too often.",
                Unit.REQUESTS_PER_SECOND)
            .query(rateBy("route", "gateway_rate_limited_total", gateway), "{{route}}")
            .sized(8, 8),
        Panel.lines(
                "Overhead",
                "Time that requests spend in the gateway itself, without that of upstreams and clients.",
                Unit.SECONDS)
            .query(quantile(0.5, "gateway_overhead_seconds", gateway), "50 %")
            .query(quantile(0.95, "gateway_overhead_seconds", gateway), "95 %")
            .query(quantile(0.99, "gateway_overhead_seconds", gateway), "99 %")
            .sized(8, 8),
        Panel.number("Active requests", "Requests that the gateway is serving now.", Unit.COUNT)
            .query("sum(http_server_active_requests{" + gateway + "})" + Promql.OR_ZERO, "active")
            .sized(4, 4),
        Panel.number(
                "Configuration refused",
                "Gateways whose configuration file or certificate, as it is now, is not in use for its faults; they go on with the one before.",
                Unit.COUNT)
            .query("sum(gateway_config_faulty)" + Promql.OR_ZERO, "configuration")
            .query("sum(gateway_certificate_faulty)" + Promql.OR_ZERO, "certificate")
            .limits(1, 1)
            .sized(5, 4),
        Panel.number(
                "Without token keys",
                "Gateways that verify tokens, and have no key for it: they refuse every request that needs a token.",
                Unit.COUNT)
            .query("count(gateway_token_keys == 0)" + Promql.OR_ZERO, "gateways")
            .limits(1, 1)
            .sized(5, 4),
        Panel.number(
                "Age of token keys",
                "Time since the keys that verify tokens were fetched; 0 where none ever were (see 'Without token keys'), or no tokens are verified.",
                Unit.SECONDS)
            .query("max(gateway_token_keys_age_seconds >= 0)" + Promql.OR_ZERO, "age")
            .limits(900, 3600)
            .sized(5, 4),
        Panel.number(
                "Certificate expires in",
                "Time until the first certificate in use expires; shown as 10 years where there is no TLS.",
                Unit.SECONDS)
            .query(
                "min(gateway_certificate_expiry_seconds) or on() (315360000 + 0 * count(build_info))",
                "left")
            .limits(1814400, 259200)
            .sized(5, 4));
  }

  private Row connections() {
    return Row.of(
        "Connections",
        Panel.lines(
                "Open connections of clients",
                "By the version of HTTP, idle ones too. Rising without end, clients or a proxy before the gateway do not use theirs again.",
                Unit.COUNT)
            .query(
                "sum by (network_protocol_version) (http_server_active_connections{"
                    + gateway
                    + "})",
                "HTTP/{{network_protocol_version}}"),
        Panel.lines(
                "Open connections to upstreams",
                "Idle ones too, which wait for the next request; not those of probes.",
                Unit.COUNT)
            .query(
                "sum by (upstream) (http_client_open_connections{" + UPSTREAM + "})",
                "{{upstream}}"));
  }
}
