package dev.vitrine.platform.telemetry;

import dev.vitrine.platform.config.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The telemetry of the process, started before anything else: logs, tracer, meters, and the {@link
 * Vertx} that has them built in. Metrics are Prometheus's; see {@link #scrape()}.
 */
public final class Telemetry {
  private static final int FLUSH_SECONDS = 5;

  private final Logging logging;
  private final Tracing tracing;
  private final ProcessMeters meters;
  private final HttpServerObservation observation;
  private final Vertx vertx;

  private Telemetry(
      Logging logging,
      Tracing tracing,
      ProcessMeters meters,
      HttpServerObservation observation,
      Vertx vertx) {
    this.logging = logging;
    this.tracing = tracing;
    this.meters = meters;
    this.observation = observation;
    this.vertx = vertx;
  }

  /**
   * Starts telemetry for this process.
   *
   * @param environment where the standard {@code OTEL_*} variables are
   * @throws dev.vitrine.platform.config.InvalidConfigurationException for a bad {@code OTEL_*}
   *     value
   */
  public static Telemetry start(
      ServiceIdentity identity, TelemetryConfig config, Map<String, String> environment) {
    return start(identity, config, environment, request -> true);
  }

  /**
   * Starts telemetry for a process that strangers call: their traces are continued, but what is
   * recorded of them is decided here.
   *
   * @param trusted whether a request's caller is none of these; called on any event loop
   */
  public static Telemetry start(
      ServiceIdentity identity,
      TelemetryConfig config,
      Map<String, String> environment,
      Predicate<HttpServerRequest> trusted) {
    Logging.bridge();
    Tracing tracing = Tracing.start(identity, environment);
    Logging logging = Logging.start(config.log(), environment, tracing.logAttributes());
    boolean measured = config.metrics().enabled();
    ProcessMeters meters = measured ? ProcessMeters.of(identity) : ProcessMeters.none();
    PrometheusMeterRegistry registry = meters.registry();
    countSignals(registry, logging, tracing);
    HttpServerObservation observation =
        new HttpServerObservation(
            tracing.openTelemetry(),
            new HttpServerMeters(registry),
            accessLog(config.log()),
            trusted);
    Vertx vertx =
        Vertx.builder()
            .with(options(config))
            .withMetrics(new MicrometerMetricsFactory(registry))
            .withTracer(ignored -> observation)
            .build();
    if (measured) {
      bindLoops(registry, ((VertxInternal) vertx).eventLoopGroup());
    }
    return new Telemetry(logging, tracing, meters, observation, vertx);
  }

  /** What {@link #start} would refuse of the standard {@code OTEL_*} variables, all at once. */
  public static List<Fault> faults(ServiceIdentity identity, Map<String, String> environment) {
    Logging.bridge();
    return Tracing.faults(identity, environment);
  }

  /** Until telemetry is started only errors are logged, each as a line of the later form. */
  public static void beforeStart(Map<String, String> environment) {
    Logging.beforeStart(environment);
  }

  public Vertx vertx() {
    return vertx;
  }

  public OpenTelemetry openTelemetry() {
    return tracing.openTelemetry();
  }

  public MeterRegistry registry() {
    return meters.registry();
  }

  /**
   * From now on tells of every request that is answered with a problem.
   *
   * @param listener takes the problem's kind, one of a small fixed set of words; called on any
   *     event loop, at the end of the answer
   */
  public void onRefusal(Consumer<String> listener) {
    observation.onRefusal(listener);
  }

  /** The handler of {@code GET /metrics}. */
  public Handler<RoutingContext> scrape() {
    return new PrometheusScrape(meters.registry());
  }

  /**
   * Closes Vert.x, sends what is buffered, and writes what is still to be logged, each for at most
   * five seconds. Blocks; not for an event loop.
   */
  public void stop() throws TimeoutException {
    try {
      vertx.close().await(FLUSH_SECONDS, TimeUnit.SECONDS);
    } finally {
      tracing.stop(FLUSH_SECONDS);
      meters.close();
      logging.stop();
    }
  }

  private static AccessLog accessLog(LogConfig log) {
    return new AccessLog(log.accessSampling(), () -> ThreadLocalRandom.current().nextDouble());
  }

  private static VertxOptions options(TelemetryConfig config) {
    // HTTP is measured by HttpServerObservation; Vert.x's own meters of it would cost the same
    // again.
    MicrometerMetricsOptions metrics =
        new MicrometerMetricsOptions()
            .setEnabled(config.metrics().enabled())
            .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
            .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
            .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS);
    return new VertxOptions()
        .setEventLoopPoolSize(loops(config.eventLoops()))
        .setPreferNativeTransport(true)
        .setMetricsOptions(metrics)
        .setTracingOptions(new TracingOptions());
  }

  private static int loops(int configured) {
    return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
  }

  private static void countSignals(MeterRegistry registry, Logging logging, Tracing tracing) {
    Metric.LOG_EVENTS_DROPPED.counter(registry, logging, Logging::dropped);
    Metric.OTEL_SPANS_RECORDED.counter(registry, tracing, Tracing::recordedSpans);
    SpanExport export = tracing.export();
    Metric.OTEL_SPANS.counter(registry, export, SpanExport::exported, "exported");
    Metric.OTEL_SPANS.counter(registry, export, SpanExport::failed, "failed");
    Metric.OTEL_SPANS.counter(registry, export, SpanExport::dropped, "dropped");
  }

  private static void bindLoops(MeterRegistry registry, EventLoopGroup loops) {
    new NettyEventExecutorMetrics(loops).bindTo(registry);
    EventLoopLag.watch(loops, registry);
  }
}
