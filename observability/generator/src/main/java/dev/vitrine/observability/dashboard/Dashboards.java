package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All dashboards. */
public final class Dashboards {
  /** Versions that run since a minute ago, and did not in the five minutes before: no restart. */
  static final String DEPLOYS =
      "count by (job, version, commit) (build_info)"
          + " unless count by (job, version, commit) (last_over_time(build_info[5m] offset 1m))";

  private final String gateway;
  private final List<Dashboard> dashboards;

  private Dashboards(String gateway, List<Dashboard> dashboards) {
    this.gateway = gateway;
    this.dashboards = dashboards;
  }

  /** The dashboards of a shop that has these promises. */
  public static Dashboards of(Slo slo) {
    return new Dashboards(
        slo.gateway(),
        List.of(
            OverviewBoard.dashboard(slo),
            GatewayBoard.dashboard(slo.gateway()),
            ServiceBoard.dashboard(),
            RuntimeBoard.dashboard(),
            SloBoard.dashboard(slo),
            TelemetryBoard.dashboard()));
  }

  /** The content of each file, by its name. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (Dashboard dashboard : dashboards) {
      files.put(
          dashboard.board().uid() + ".json", Json.write(DashboardJson.of(dashboard, gateway)));
    }
    return files;
  }

  /**
   * What the panels ask of Prometheus, with everything chosen that a reader can choose.
   *
   * @param interval in place of the interval that Grafana finds for rates, as PromQL has it
   * @return by the dashboard's uid, the panel's id and the query's letter, {@code
   *     vitrine-gateway/123/A}, each query
   */
  public Map<String, String> queries(String interval) {
    Map<String, String> queries = new LinkedHashMap<>();
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        if (panel.source() == Source.METRICS) {
          char letter = 'A';
          for (Target target : panel.targets()) {
            queries.put(
                "%s/%d/%s".formatted(dashboard.board().uid(), panel.id(), letter++),
                chosen(target.expression(), interval));
          }
        }
      }
    }
    return queries;
  }

  /** The titles of the panels, by the dashboard's uid and the panel's id. */
  public Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        titles.put(dashboard.board().uid() + "/" + panel.id(), panel.title());
      }
    }
    return titles;
  }

  List<Dashboard> all() {
    return dashboards;
  }

  /**
   * An expression of a panel, with everything chosen that a reader can choose.
   *
   * @param interval in place of the interval that Grafana finds for rates, as PromQL has it
   */
  public static String chosen(String expression, String interval) {
    return expression
        .replace("$__rate_interval", interval)
        .replace("$__range", interval)
        .replaceAll("\\$(service|route|gateway_route|upstream|group)", ".+");
  }
}
