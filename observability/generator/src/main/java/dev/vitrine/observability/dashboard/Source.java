package dev.vitrine.observability.dashboard;

/** Where the data of a panel are, by Grafana's type and the variable that chooses one. */
enum Source {
  METRICS("prometheus", "datasource"),
  LOGS("loki", "logs"),
  TRACES("jaeger", "traces");

  private final String type;
  private final String variable;

  Source(String type, String variable) {
    this.type = type;
    this.variable = variable;
  }

  String type() {
    return type;
  }

  String variable() {
    return variable;
  }
}
