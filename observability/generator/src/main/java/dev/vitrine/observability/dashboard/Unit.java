package dev.vitrine.observability.dashboard;

/** What a panel's values are, by Grafana's names. */
enum Unit {
  COUNT("short"),
  NONE("none"),
  REQUESTS_PER_SECOND("reqps"),
  PER_SECOND("cps"),
  SECONDS("s"),
  BYTES("bytes"),
  PART("percentunit"),
  YES_OR_NO("bool_yes_no");

  private final String id;

  Unit(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
