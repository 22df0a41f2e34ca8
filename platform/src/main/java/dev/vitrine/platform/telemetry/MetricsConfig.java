package dev.vitrine.platform.telemetry;

/**
 * Whether a process measures itself.
 *
 * @param enabled false: {@code /metrics} is empty, and nothing is spent on it
 */
public record MetricsConfig(boolean enabled) {}
