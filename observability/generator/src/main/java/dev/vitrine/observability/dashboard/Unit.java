package dev.vitrine.observability.dashboard;

/** What a panel's values are, by Grafana's names. */
enum Unit {
  COUNT("short"),
  NONE("none"),
  /** Of what there are no parts: shown without them. */
  WHOLE("none"),
  REQUESTS_PER_SECOND("reqps"),
  PER_SECOND("cps"),
  SECONDS("s"),
  BYTES("bytes"),
  BYTES_PER_SECOND("binBps"),
  PART("percentunit");

  private final String id;

  Unit(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
