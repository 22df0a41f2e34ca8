package dev.vitrine.observability.name;

import java.util.Locale;

/** The dashboards, by the names that links use. */
public enum Board {
  OVERVIEW("Overview"),
  GATEWAY("Gateway"),
  SERVICE("Service"),
  RUNTIME("Runtime"),
  SLO("SLO"),
  TELEMETRY("Telemetry health");

  private final String title;

  Board(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** What Grafana knows it by, whatever its title. */
  public String uid() {
    return "vitrine-" + name().toLowerCase(Locale.ROOT);
  }

  /** The path on Grafana's address. */
  public String path() {
    return "/d/" + uid() + "/" + title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
