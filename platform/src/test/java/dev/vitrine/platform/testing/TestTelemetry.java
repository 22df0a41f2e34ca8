package dev.vitrine.platform.testing;

import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.MetricsConfig;
import dev.vitrine.platform.telemetry.ServiceIdentity;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The telemetry of a process, without the process: two event loops, the log captured. */
public final class TestTelemetry {
  private static final int EVENT_LOOPS = 2;

  private static final long SECONDS = 30;

  private TestTelemetry() {}

  /** Starts one; the test stops it. */
  public static Telemetry start(String service) {
    return start(service, Map.of());
  }

  /** Starts one that exports as these {@code OTEL_*} variables say. */
  public static Telemetry start(String service, Map<String, String> environment) {
    CapturedLogs.install();
    return Telemetry.start(
        new ServiceIdentity(service, "test"),
        new TelemetryConfig(
            new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON, true, 1.0),
            new MetricsConfig(true),
            EVENT_LOOPS),
        environment);
  }

  /** Waits for a result, with patience for a busy machine. Not for an event loop. */
  public static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }
}
