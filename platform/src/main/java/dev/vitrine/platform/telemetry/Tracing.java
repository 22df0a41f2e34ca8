package dev.vitrine.platform.telemetry;

import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The OpenTelemetry SDK, configured by the standard {@code OTEL_*} variables. Exports spans over
 * OTLP (HTTP, protobuf) where {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set, and nothing otherwise.
 * Metrics are Prometheus's, logs are on standard output: the SDK's own pipelines for these are off.
 */
final class Tracing {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

  /** How many spans the SDK's queue takes, and its default. */
  private static final String QUEUE = "otel.bsp.max.queue.size";

  private static final int DEFAULT_QUEUE = 2048;

  /** OpenTelemetry's own switch for everything but the propagation of context. */
  private static final String DISABLED = "OTEL_SDK_DISABLED";

  /** A number that the SDK takes for each of its limits and, in milliseconds, times. */
  private static final String SOUND_NUMBER = "1000";

  /** Other values that it takes. */
  private static final Map<String, String> SOUND =
      Map.of(
          "OTEL_TRACES_SAMPLER",
          "always_on",
          "OTEL_TRACES_SAMPLER_ARG",
          "1",
          "OTEL_TRACES_EXPORTER",
          "none",
          "OTEL_PROPAGATORS",
          "tracecontext",
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          "http/protobuf",
          "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
          "http/protobuf",
          ENDPOINT,
          "http://localhost:4318",
          TRACES_ENDPOINT,
          "http://localhost:4318/v1/traces");

  private final OpenTelemetrySdk sdk;
  private final OpenTelemetry openTelemetry;
  private final Resource resource;
  private final SpanCounter spans;
  private final SpanExport export;

  private Tracing(
      OpenTelemetrySdk sdk,
      OpenTelemetry openTelemetry,
      Resource resource,
      SpanCounter spans,
      SpanExport export) {
    this.sdk = sdk;
    this.openTelemetry = openTelemetry;
    this.resource = resource;
    this.spans = spans;
    this.export = export;
  }

  static Tracing start(ServiceIdentity identity, Map<String, String> environment) {
    Map<String, String> defaults = defaults(identity, environment);
    boolean disabled = Boolean.parseBoolean(environment.getOrDefault(DISABLED, "").strip());
    Resource[] built = new Resource[1];
    SpanCounter spans = new SpanCounter();
    SpanExport export = new SpanExport();
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults)
              .addPropertiesCustomizer(config -> properties(environment, disabled))
              .addResourceCustomizer((resource, config) -> {
                built[0] = named(resource, identity);
                return built[0];
              })
              .addSamplerCustomizer((sampler, config) -> new OutsideSampler(sampler))
              .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(spans))
              .addSpanExporterCustomizer((exporter, config) -> export.counted(exporter))
              .addSpanProcessorCustomizer((processor, config) ->
                  export.bounded(processor, config.getInt(QUEUE, DEFAULT_QUEUE)))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      OpenTelemetry used = disabled ? OpenTelemetry.propagating(sdk.getPropagators()) : sdk;
      return new Tracing(sdk, used, built[0], spans, export);
    } catch (ConfigurationException invalid) {
      throw OtelVariables.fault(String.valueOf(invalid.getMessage()), environment);
    }
  }

  /**
   * What is wrong with the variables. The SDK stops at the first: it is asked again with another
   * value in its place. To leave it out would not do, as the SDK reads the environment by itself.
   */
  static List<Fault> faults(ServiceIdentity identity, Map<String, String> environment) {
    Map<String, String> mended = new HashMap<>(environment);
    Map<String, Fault> faults = new LinkedHashMap<>();
    while (true) {
      try {
        start(identity, mended).stop(0);
        return List.copyOf(faults.values());
      } catch (InvalidConfigurationException invalid) {
        Fault fault = invalid.faults().getFirst();
        if (faults.putIfAbsent(fault.key(), fault) != null) {
          return List.copyOf(faults.values()); // what it means cannot be mended here
        }
        mended.put(fault.key(), SOUND.getOrDefault(fault.key(), SOUND_NUMBER));
      }
    }
  }

  /** What holds where no variable says otherwise. */
  private static Map<String, String> defaults(
      ServiceIdentity identity, Map<String, String> environment) {
    boolean export = isSet(environment, ENDPOINT) || isSet(environment, TRACES_ENDPOINT);
    return Map.of(
        "otel.service.name", identity.name(),
        "otel.traces.exporter", export ? "otlp" : "none",
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.metrics.exporter", "none",
        "otel.logs.exporter", "none",
        "otel.traces.sampler", "parentbased_traceidratio",
        "otel.traces.sampler.arg", "0.1");
  }

  /**
   * What is set, as properties. Of an SDK that is switched off the logs still want the resource,
   * and requests the propagators: it is made, and not used.
   */
  private static Map<String, String> properties(Map<String, String> environment, boolean disabled) {
    Map<String, String> properties = OtelVariables.properties(environment);
    if (disabled) {
      properties.put("otel.sdk.disabled", "false");
      properties.put("otel.traces.exporter", "none");
    }
    return properties;
  }

  /** What makes spans; none at all where {@code OTEL_SDK_DISABLED} says so. */
  OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** Sends what is waiting, for so long at most. Blocks. */
  void stop(int seconds) {
    sdk.shutdown().join(seconds, TimeUnit.SECONDS);
  }

  /** Spans recorded so far. */
  long recordedSpans() {
    return spans.recorded();
  }

  /** What has become of spans that were to be exported. */
  SpanExport export() {
    return export;
  }

  /** The resource attributes that logs repeat, so that the three signals can be joined. */
  Map<String, String> logAttributes() {
    Map<String, String> attributes = new HashMap<>();
    for (LogField field :
        List.of(LogField.SERVICE_NAME, LogField.SERVICE_VERSION, LogField.ENVIRONMENT)) {
      String value = resource.getAttribute(AttributeKey.stringKey(field.key()));
      if (value != null) {
        attributes.put(field.key(), value);
      }
    }
    return attributes;
  }

  private static Resource named(Resource resource, ServiceIdentity identity) {
    return resource.toBuilder().put("service.version", identity.version()).build();
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }
}
