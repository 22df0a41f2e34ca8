package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The meters of the requests served: {@code http_server_request_duration_seconds} and {@code
 * http_server_active_requests}. A timer is looked up once for each combination of labels; each
 * label has few values, whatever clients send.
 */
final class HttpServerMeters {
  private final MeterRegistry registry;
  private final LongAdder active = new LongAdder();
  private final ConcurrentHashMap<Labels, Timer> timers = new ConcurrentHashMap<>();

  HttpServerMeters(MeterRegistry registry) {
    this.registry = registry;
    Metric.HTTP_SERVER_ACTIVE_REQUESTS.gauge(registry, active::sum);
  }

  void began() {
    active.increment();
  }

  void ended(Exchange exchange, Outcome outcome, long nanos) {
    active.decrement();
    Labels labels =
        new Labels(exchange.method(), exchange.route(), outcome.status(), outcome.errorType());
    timers.computeIfAbsent(labels, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Labels labels) {
    return Metric.HTTP_SERVER_REQUEST_DURATION.timer(
        registry,
        labels.method(),
        labels.route(),
        Integer.toString(labels.status()),
        labels.errorType());
  }

  private record Labels(String method, String route, int status, String errorType) {}
}
