package dev.vitrine.system;

import java.util.HashMap;
import java.util.Map;

/** How much a process tells of itself, from nothing to everything. */
enum Telling {
  NOTHING("everything off", false, "", false),
  METRICS("metrics", true, "", false),
  TRACES_0("metrics, traces at 0 %", true, "0.0", false),
  TRACES_10("metrics, traces at 10 %", true, "0.1", false),
  TRACES_100("metrics, traces at 100 %", true, "1.0", false),
  ACCESS_LOG("metrics, traces at 10 %, access log", true, "0.1", true);

  private final String words;
  private final boolean metrics;
  private final String ratio;
  private final boolean access;

  Telling(String words, boolean metrics, String ratio, boolean access) {
    this.words = words;
    this.metrics = metrics;
    this.ratio = ratio;
    this.access = access;
  }

  String words() {
    return words;
  }

  /** The part of requests that are traced. */
  double ratio() {
    return ratio.isEmpty() ? 0 : Double.parseDouble(ratio);
  }

  /**
   * The variables by which a process does this.
   *
   * @param collector where spans go
   */
  Map<String, String> environment(String collector) {
    Map<String, String> environment = new HashMap<>();
    environment.put("VITRINE_METRICS_ENABLED", Boolean.toString(metrics));
    environment.put("VITRINE_LOG_ACCESS", Boolean.toString(access));
    if (ratio.isEmpty()) {
      environment.put("OTEL_SDK_DISABLED", "true");
    } else {
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
      environment.put("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
      environment.put("OTEL_TRACES_SAMPLER_ARG", ratio);
    }
    return environment;
  }
}
