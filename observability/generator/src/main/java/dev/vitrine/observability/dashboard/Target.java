package dev.vitrine.observability.dashboard;

/**
 * One query of a panel.
 *
 * @param expression in the language of the panel's source
 * @param legend what its series are called; may have Grafana's templates
 */
record Target(String expression, String legend) {}
