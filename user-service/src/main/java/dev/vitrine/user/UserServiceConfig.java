package dev.vitrine.user;

import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.http.HttpConfig;
import dev.vitrine.platform.lifecycle.LifecycleConfig;
import dev.vitrine.platform.lifecycle.ManagementConfig;
import dev.vitrine.platform.postgres.MigrationsConfig;
import dev.vitrine.platform.postgres.PostgresConfig;
import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.MetricsConfig;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import dev.vitrine.user.account.PasswordsConfig;

/**
 * What user-service is configured by; {@code defaults.yaml} says what each value means.
 *
 * @param eventLoops how many event loops serve; 0 for the number of cores
 */
record UserServiceConfig(
    int eventLoops,
    HttpConfig http,
    ManagementConfig management,
    LifecycleConfig lifecycle,
    LogConfig log,
    MetricsConfig metrics,
    PostgresConfig postgres,
    MigrationsConfig migrations,
    PasswordsConfig passwords) {

  UserServiceConfig {
    Require.between("event-loops", eventLoops, 0, 256);
  }

  TelemetryConfig telemetry() {
    return new TelemetryConfig(log, metrics, eventLoops);
  }
}
