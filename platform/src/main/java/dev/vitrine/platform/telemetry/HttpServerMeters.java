package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.Gauge;
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
    Gauge.builder("http.server.active_requests", active, LongAdder::sum)
        .description("Requests being served")
        .register(registry);
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
    return Timer.builder("http.server.request.duration")
        .description("Time from the head of a request to the end of its answer")
        .serviceLevelObjectives(Buckets.http())
        .tag("http.request.method", labels.method())
        .tag("http.route", labels.route())
        .tag("http.response.status_code", Integer.toString(labels.status()))
        .tag("error.type", labels.errorType())
        .register(registry);
  }

  private record Labels(String method, String route, int status, String errorType) {}
}
