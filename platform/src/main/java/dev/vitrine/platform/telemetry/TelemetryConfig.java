package dev.vitrine.platform.telemetry;

/**
 * What a process tells of itself, beside its traces, which the {@code OTEL_*} variables say.
 *
 * @param eventLoops how many event loops Vert.x has; 0 for the number of cores
 */
public record TelemetryConfig(LogConfig log, MetricsConfig metrics, int eventLoops) {}
