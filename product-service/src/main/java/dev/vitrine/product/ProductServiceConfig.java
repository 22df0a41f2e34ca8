package dev.vitrine.product;

import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.http.HttpConfig;
import dev.vitrine.platform.lifecycle.LifecycleConfig;
import dev.vitrine.platform.lifecycle.ManagementConfig;
import dev.vitrine.platform.postgres.MigrationsConfig;
import dev.vitrine.platform.postgres.PostgresConfig;
import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.MetricsConfig;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import dev.vitrine.product.importing.ImportConfig;

/**
 * What product-service is configured by; {@code defaults.yaml} says what each value means.
 *
 * @param eventLoops how many event loops serve; 0 for the number of cores
 */
record ProductServiceConfig(
    int eventLoops,
    HttpConfig http,
    ManagementConfig management,
    LifecycleConfig lifecycle,
    LogConfig log,
    MetricsConfig metrics,
    PostgresConfig postgres,
    MigrationsConfig migrations,
    ImportConfig importing) {

  ProductServiceConfig {
    Require.between("event-loops", eventLoops, 0, 256);
  }

  TelemetryConfig telemetry() {
    return new TelemetryConfig(log, metrics, eventLoops);
  }
}
