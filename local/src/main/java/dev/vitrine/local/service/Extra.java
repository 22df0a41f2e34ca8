package dev.vitrine.local.service;

/** What runs beside the services where somebody asks for it. */
public enum Extra {
  /** Collects the metrics of all processes, and evaluates the rules. */
  PROMETHEUS("--prometheus");

  private final String option;

  Extra(String option) {
    this.option = option;
  }

  /** The option that asks for it. */
  public String option() {
    return option;
  }
}
