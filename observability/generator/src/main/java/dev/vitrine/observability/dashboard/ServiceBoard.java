package dev.vitrine.observability.dashboard;

import static dev.vitrine.observability.dashboard.Promql.SERVED;
import static dev.vitrine.observability.dashboard.Promql.STATEMENTS;
import static dev.vitrine.observability.dashboard.Promql.averageBy;
import static dev.vitrine.observability.dashboard.Promql.partBy;
import static dev.vitrine.observability.dashboard.Promql.quantile;
import static dev.vitrine.observability.dashboard.Promql.quantileBy;
import static dev.vitrine.observability.dashboard.Promql.rateBy;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.Errors;
import java.util.List;

/** One service, from its requests down to its database, with its logs and traces. */
final class ServiceBoard {
  private static final String JOB = "job=~\"$service\"";
  private static final String REQUESTS = JOB + ",http_route=~\"$route\"";
  private static final String POOLS = JOB + ",pool_type=~\"sql|worker\"";

  private ServiceBoard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Board.SERVICE,
        "One service, from its requests down to its database, with its logs and traces. Choose it above.",
        List.of(requests(), database(), pools(), evidence()));
  }

  private static Row requests() {
    return Row.of(
        "Requests",
        Panel.lines("Requests by route", "Requests a second.", Unit.REQUESTS_PER_SECOND)
            .query(
                rateBy("job, http_request_method, http_route", SERVED + "_count", REQUESTS),
                "{{job}} {{http_request_method}} {{http_route}}")
            .sized(8, 8),
        Panel.lines(
                "Errors by route",
                "Part of the requests answered by 5xx, or broken off within their answers.",
                Unit.PART)
            .query(
                partBy(
                    "job, http_request_method, http_route", SERVED, REQUESTS, Errors.OF_REQUESTS),
                "{{job}} {{http_request_method}} {{http_route}}")
            .limits(0.001, 0.01)
            .leadingToFailedTraces(Traces.OF_THE_SERIES)
            .sized(8, 8),
        Panel.lines(
                "Latency by route, 95th percentile",
                "19 of 20 requests take less. A point is a trace: click it.",
                Unit.SECONDS)
            .query(
                quantileBy("job, http_request_method, http_route", 0.95, SERVED, REQUESTS),
                "{{job}} {{http_request_method}} {{http_route}}")
            .withExemplars()
            .sized(8, 8),
        Panel.lines(
                "Latency", "Over all routes chosen. A point is a trace: click it.", Unit.SECONDS)
            .query(quantile(0.5, SERVED, REQUESTS), "50 %")
            .query(quantile(0.95, SERVED, REQUESTS), "95 %")
            .query(quantile(0.99, SERVED, REQUESTS), "99 %")
            .withExemplars(),
        Panel.lines(
                "Failures",
                "Requests a second that failed by the fault of the service, by why: the kind of problem, or the exception that nobody expected.",
                Unit.REQUESTS_PER_SECOND)
            .query(
                rateBy("job, error_type", SERVED + "_count", REQUESTS + "," + Errors.OF_REQUESTS),
                "{{job}} {{error_type}}")
            .leadingToTracesOfTheFailure(Traces.OF_THE_SERIES));
  }

  private static Row database() {
    return Row.of(
        "Database",
        Panel.lines(
                "Statements",
                "Statements a second, by what they do. More than the requests ask for is a loop.",
                Unit.PER_SECOND)
            .query(
                rateBy("db_namespace, db_query_summary", STATEMENTS + "_count", JOB),
                "{{db_namespace}}: {{db_query_summary}}")
            .sized(8, 8),
        Panel.lines(
                "Time of statements, 95th percentile",
                "From the wish for a connection to the last row. Compare with 'Wait for a place': what is left is the database's own time.",
                Unit.SECONDS)
            .query(
                quantileBy("db_namespace, db_query_summary", 0.95, STATEMENTS, JOB),
                "{{db_namespace}}: {{db_query_summary}}")
            .withExemplars()
            .sized(8, 8),
        Panel.lines(
                "Failed statements",
                "Statements a second that failed, by SQLSTATE or why there was no connection. Some are part of the work: 23505 is a name that is taken.",
                Unit.PER_SECOND)
            .query(
                rateBy(
                    "job, db_namespace, error_type",
                    STATEMENTS + "_count",
                    JOB + ",error_type!=\"\""),
                "{{db_namespace}} {{error_type}}")
            .leadingToTracesOfTheFailure(Traces.OF_THE_SERIES)
            .sized(8, 8));
  }

  private static Row pools() {
    return Row.of(
        "Pools",
        Panel.lines(
                "Pool use",
                "Part of each pool's places that is in use: connections of the database (sql), threads (worker).",
                Unit.PART)
            .query(
                "max by (job, pool_name) (vertx_pool_ratio{" + POOLS + "} >= 0)" + Promql.OR_ZERO,
                "{{job}} {{pool_name}}")
            .limits(0.7, 0.9)
            .sized(8, 8),
        Panel.lines(
                "Waiting for a place",
                "How many wait for a place in each pool; for a connection of the database, with those that have given up, until their turn comes.",
                Unit.COUNT)
            .query(
                "sum by (job, pool_name) (vertx_pool_queue_pending{"
                    + POOLS
                    + "})"
                    + Promql.OR_ZERO,
                "{{job}} {{pool_name}}")
            .sized(8, 8),
        Panel.lines(
                "Wait for a place",
                "On average, how long those whose turn has come had been in the queue. After a database that stood still, that is longer than anybody waited: see Waiting for a place.",
                Unit.SECONDS)
            .query(
                averageBy("job, pool_name", "vertx_pool_queue_time_seconds", POOLS),
                "{{job}} {{pool_name}}")
            .sized(8, 8));
  }

  private static Row evidence() {
    return Row.of(
        "Logs and traces",
        Panel.logs(
                "Logs",
                "What the service says, the latest first. A line's details have its trace, and lead to it.")
            .query("{service_name=~\"$service\"}", ""),
        Panel.failedTraces(
                "Failed traces",
                "The last traces of requests that failed by the fault of the service; the collector keeps all of them.")
            .query("$service", ""),
        Panel.traces(
                "Traces",
                "The last traces that the collector has kept: all with errors, all that are slow, some of the others.")
            .query("$service", ""));
  }
}
