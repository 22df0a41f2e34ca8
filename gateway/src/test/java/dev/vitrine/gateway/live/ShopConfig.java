package dev.vitrine.gateway.live;

import dev.vitrine.platform.http.HttpConfig;
import dev.vitrine.platform.lifecycle.LifecycleConfig;
import dev.vitrine.platform.lifecycle.ManagementConfig;
import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.MetricsConfig;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import java.nio.file.Path;
import java.time.Duration;

/** What the shop is configured by; {@code defaults.yaml} says what each value means. */
record ShopConfig(
    int eventLoops,
    HttpConfig http,
    ManagementConfig management,
    LifecycleConfig lifecycle,
    LogConfig log,
    MetricsConfig metrics,
    Duration latency,
    Path journal) {
  TelemetryConfig telemetry() {
    return new TelemetryConfig(log, metrics, eventLoops);
  }
}
