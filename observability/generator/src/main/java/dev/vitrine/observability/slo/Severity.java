package dev.vitrine.observability.slo;

import java.util.Locale;

/** What an alert asks for. */
public enum Severity {
  /** Somebody is woken. */
  PAGE,
  /** Somebody looks at it in working hours. */
  TICKET;

  /** As a label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
