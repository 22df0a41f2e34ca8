package dev.vitrine.observability.rule;

import java.util.Map;

/** One rule of Prometheus. */
public sealed interface Rule permits Recording, Alert {
  /** What it is called: the series that it records, or the alert. */
  String name();

  /** The whole expression. */
  String expression();

  /** What it adds to the labels of what the expression finds. */
  Map<String, String> labels();
}
