package dev.vitrine.platform.telemetry;

import dev.vitrine.platform.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The standard {@code OTEL_*} environment variables, and the properties that they are to the SDK:
 * {@code OTEL_BSP_SCHEDULE_DELAY} is {@code otel.bsp.schedule.delay}.
 */
final class OtelVariables {
  private static final Pattern PROPERTY = Pattern.compile("otel(\\.[a-z0-9_]+)+");

  private OtelVariables() {}

  /** The variables that are set, as properties. */
  static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_") && !value.isBlank()) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return properties;
  }

  /**
   * The fault that the SDK means. It names a property, or only repeats a value: both lead to the
   * variable that has to be mended.
   */
  static InvalidConfigurationException fault(String said, Map<String, String> environment) {
    String variable =
        named(said, environment).or(() -> quoted(said, environment)).orElse("OTEL_...");
    return new InvalidConfigurationException(
        variable,
        environment.getOrDefault(variable, ""),
        "a value that the OpenTelemetry SDK takes; it says: " + said.strip());
  }

  private static Optional<String> named(String said, Map<String, String> environment) {
    return PROPERTY
        .matcher(said)
        .results()
        .map(MatchResult::group)
        .map(property -> property.toUpperCase(Locale.ROOT).replace('.', '_'))
        .filter(environment::containsKey)
        .findFirst();
  }

  private static Optional<String> quoted(String said, Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("OTEL_") && !entry.getValue().isBlank())
        .filter(entry -> said.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
