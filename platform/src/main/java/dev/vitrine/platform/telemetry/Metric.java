package dev.vitrine.platform.telemetry;

import static dev.vitrine.platform.telemetry.MetricDefinition.count;
import static dev.vitrine.platform.telemetry.MetricDefinition.level;
import static dev.vitrine.platform.telemetry.MetricDefinition.span;
import static dev.vitrine.platform.telemetry.MetricDefinition.times;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All metrics of our own, in all processes: the one place where their names, labels and buckets
 * are, and the one way to register them. {@code observability/catalogue.md} is written from it.
 *
 * <p>The methods that register return what is registered already for the same values of the labels.
 */
public enum Metric {
  HTTP_SERVER_REQUEST_DURATION(
      times(
              "http.server.request.duration",
              "Time from the head of a request to the end of its answer, or its loss",
              Buckets.http())
          .by(Label.METHOD, Label.ROUTE, Label.STATUS, Label.ERROR_TYPE)
          .shown(Presence.WITH_THE_FIRST)),
  HTTP_SERVER_ACTIVE_REQUESTS(level("http.server.active_requests", "Requests being served")),
  HTTP_CLIENT_REQUEST_DURATION(
      times(
              "http.client.request.duration",
              "Time of each attempt, from the wish for a connection to the head of the answer, or to its failure; counted when the"
                  + " answer has ended",
              Buckets.http())
          .by(Label.UPSTREAM, Label.METHOD, Label.STATUS, Label.ERROR_TYPE)
          .in(Processes.GATEWAY)
          .shown(Presence.WITH_THE_FIRST)),
  HTTP_SERVER_ACTIVE_CONNECTIONS(
      level(
              "http.server.active_connections",
              "Connections of clients, idle ones too; without TLS from their first request on")
          .by(Label.PROTOCOL_VERSION)
          .in(Processes.GATEWAY)),
  HTTP_CLIENT_OPEN_CONNECTIONS(
      level(
              "http.client.open_connections",
              "Connections to the upstream, idle ones too; not those of probes")
          .by(Label.UPSTREAM)
          .in(Processes.GATEWAY)),
  DB_CLIENT_OPERATION_DURATION(
      times(
              "db.client.operation.duration",
              "Time of a statement, from the wish for a connection to its last row",
              Buckets.database())
          .by(
              Label.DB_SYSTEM,
              Label.DB_NAMESPACE,
              Label.DB_OPERATION,
              Label.DB_SUMMARY,
              Label.ERROR_TYPE)
          .in(Processes.SERVICES)
          .shown(Presence.WITH_THE_FIRST)),
  GATEWAY_UPSTREAM_ENDPOINTS(
      level("gateway.upstream.endpoints", "Endpoints of an upstream, by state")
          .by(Label.UPSTREAM, Label.ENDPOINT_STATE)
          .in(Processes.GATEWAY)),
  GATEWAY_UPSTREAM_IN_FLIGHT(
      level("gateway.upstream.in_flight", "Requests that the upstream has now")
          .by(Label.UPSTREAM)
          .in(Processes.GATEWAY)),
  GATEWAY_UPSTREAM_QUEUED(
      level("gateway.upstream.queued", "Requests that wait until the upstream has fewer")
          .by(Label.UPSTREAM)
          .in(Processes.GATEWAY)),
  GATEWAY_HELD_REQUESTS(
      level("gateway.held.requests", "Requests that wait for an endpoint to become ready")
          .by(Label.UPSTREAM)
          .in(Processes.GATEWAY)),
  GATEWAY_OVERHEAD(
      times(
              "gateway.overhead",
              "Time that a request of a route spends in the gateway itself: from its head to the beginning of its answer, but for"
                  + " waits for a place, for an endpoint, for the answer of one (its content on the way there included), and before"
                  + " another attempt",
              Buckets.overhead())
          .in(Processes.GATEWAY)),
  GATEWAY_RETRIES(
      count("gateway.retries", "Attempts beyond the first of a request, by why there was another")
          .by(Label.UPSTREAM, Label.RETRY_REASON)
          .in(Processes.GATEWAY)
          .shown(Presence.WITH_THE_FIRST)),
  GATEWAY_EJECTIONS(
      count(
              "gateway.ejections",
              "Endpoints kept out of use for what requests have met there, by what that was")
          .by(Label.UPSTREAM, Label.EJECTION_REASON)
          .in(Processes.GATEWAY)),
  GATEWAY_REJECTED(
      count(
              "gateway.rejected",
              "Requests that the gateway answered itself, or did not, by the reason")
          .by(Label.REJECTION_REASON)
          .in(Processes.GATEWAY)),
  GATEWAY_RATE_LIMITED(
      count(
              "gateway.rate.limited",
              "Requests refused because their client, or subject, asked too often")
          .by(Label.LIMITED_ROUTE)
          .in(Processes.GATEWAY)),
  GATEWAY_DISCOVERY_SNAPSHOT_AGE(
      span(
              "gateway.discovery.snapshot.age",
              "Time since discovery last told or confirmed the endpoints; NaN before it first did")
          .by(Label.UPSTREAM, Label.SOURCE)
          .in(Processes.GATEWAY)),
  GATEWAY_CONFIG_RELOADS(
      count("gateway.config.reloads", "Changes of the configuration's file")
          .by(Label.RELOAD_OUTCOME)
          .in(Processes.GATEWAY)),
  GATEWAY_CONFIG_FAULTY(
      level(
              "gateway.config.faulty",
              "Whether the configuration's file, as it is now, is not in use for its faults")
          .in(Processes.GATEWAY)),
  GATEWAY_TOKEN_KEYS(
      level("gateway.token.keys", "Keys that verify tokens")
          .in(Processes.GATEWAY)
          .shown(Presence.IF_CONFIGURED)),
  GATEWAY_TOKEN_KEYS_AGE(
      span(
              "gateway.token.keys.age",
              "Time since the keys that verify tokens were fetched; NaN before they first were")
          .in(Processes.GATEWAY)
          .shown(Presence.IF_CONFIGURED)),
  GATEWAY_TOKEN_KEYS_FAILED_REFRESHES(
      count(
              "gateway.token.keys.failed.refreshes",
              "Fetches of the keys that verify tokens that were of no use")
          .in(Processes.GATEWAY)
          .shown(Presence.IF_CONFIGURED)),
  GATEWAY_CERTIFICATE_EXPIRY(
      span("gateway.certificate.expiry", "Time until the certificate that is in use expires")
          .in(Processes.GATEWAY)
          .shown(Presence.IF_CONFIGURED)),
  GATEWAY_CERTIFICATE_FAULTY(
      level(
              "gateway.certificate.faulty",
              "Whether the certificate's files, as they are now, are not in use")
          .in(Processes.GATEWAY)
          .shown(Presence.IF_CONFIGURED)),
  LOG_EVENTS_DROPPED(count("log.events.dropped", "Log events lost because the queue was full")),
  OTEL_SPANS_RECORDED(count("otel.spans.recorded", "Spans that were sampled and have ended")),
  OTEL_SPANS(
      count("otel.spans", "Spans that were to be exported, by what became of them")
          .by(Label.SPAN_OUTCOME)),
  VERTX_EVENTLOOP_LAG(
      times(
              "vertx.eventloop.lag",
              "How late an event loop comes to what is due, asked ten times a second",
              Buckets.lag())
          .by(Label.LOOP)),
  VERTX_EVENTLOOP_OVERDUE(
      span(
              "vertx.eventloop.overdue",
              "How long an event loop has not come yet to what is due; grows while it stands still")
          .by(Label.LOOP)),
  BUILD_INFO(level("build.info", "Always 1; which build this is").by(Label.VERSION, Label.COMMIT)),
  PROCESS_CLOCK(span("process.clock", "The wall clock of the process, since 1970"));

  @SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of
  private final MetricDefinition definition;

  Metric(MetricDefinition definition) {
    this.definition = definition;
  }

  /** What a metric's series are. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** Which processes have a metric. */
  public enum Processes {
    ALL,
    GATEWAY,
    /** Those that have a database. */
    SERVICES
  }

  /** From when on a process shows a metric. */
  public enum Presence {
    AT_START,
    /** From the first time on that there is something to measure or count. */
    WITH_THE_FIRST,
    /** From the start where the configuration asks for what it measures, otherwise never. */
    IF_CONFIGURED
  }

  /** The name in Micrometer. */
  public String meter() {
    return definition.name();
  }

  /** The name in Prometheus. */
  public String shownName() {
    Meter.Type type =
        switch (definition.kind()) {
          case COUNTER -> Meter.Type.COUNTER;
          case GAUGE -> Meter.Type.GAUGE;
          case HISTOGRAM -> Meter.Type.TIMER;
        };
    if (meter().endsWith(".info")) {
      return meter().replace('.', '_'); // the ending that OpenMetrics keeps for this kind
    }
    String unit = definition.unit().isEmpty() ? null : definition.unit();
    String name = new PrometheusNamingConvention().name(definition.name(), type, unit);
    return definition.kind() == Kind.COUNTER ? name + "_total" : name;
  }

  public Kind kind() {
    return definition.kind();
  }

  /** One sentence, without its end. */
  public String meaning() {
    return definition.meaning();
  }

  public List<Label> labels() {
    return definition.labels();
  }

  /** The upper bounds of a histogram's buckets; none of others. */
  public List<Duration> buckets() {
    return definition.buckets();
  }

  public Processes processes() {
    return definition.processes();
  }

  public Presence presence() {
    return definition.presence();
  }

  /**
   * Registers a counter.
   *
   * @param values of the labels, in their order
   */
  public Counter counter(MeterRegistry registry, String... values) {
    require(Kind.COUNTER);
    return Counter.builder(meter())
        .description(meaning())
        .tags(Label.tags(labels(), values))
        .register(registry);
  }

  /**
   * Registers a counter that something else keeps.
   *
   * @param counted held weakly: somebody else has to
   * @param values of the labels, in their order
   */
  public <T> FunctionCounter counter(
      MeterRegistry registry, T counted, ToDoubleFunction<T> count, String... values) {
    require(Kind.COUNTER);
    return FunctionCounter.builder(meter(), counted, count)
        .description(meaning())
        .tags(Label.tags(labels(), values))
        .register(registry);
  }

  /**
   * Registers a gauge.
   *
   * @param value asked at each scrape, on any thread
   * @param values of the labels, in their order
   */
  public Gauge gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    require(Kind.GAUGE);
    Gauge.Builder<?> builder =
        Gauge.builder(meter(), value).description(meaning()).tags(Label.tags(labels(), values));
    return definition.unit().isEmpty()
        ? builder.register(registry)
        : builder.baseUnit(definition.unit()).register(registry);
  }

  /**
   * Registers a histogram.
   *
   * @param values of the labels, in their order
   */
  public Timer timer(MeterRegistry registry, String... values) {
    require(Kind.HISTOGRAM);
    return Timer.builder(meter())
        .description(meaning())
        .serviceLevelObjectives(buckets().toArray(new Duration[0]))
        .tags(Label.tags(labels(), values))
        .register(registry);
  }

  private void require(Kind kind) {
    if (kind != definition.kind()) {
      throw new IllegalStateException(this + " is a " + definition.kind());
    }
  }
}
