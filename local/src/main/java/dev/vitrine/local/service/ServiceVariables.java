package dev.vitrine.local.service;

import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.Require;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The variables of a service, as a person may have set them: here each service has ports, a
 * database and a file of its own, so that only the level of the log is taken over.
 */
public final class ServiceVariables {
  /** How much the services log; the one variable that is passed on. */
  static final String LOG_LEVEL = "VITRINE_LOG_LEVEL";

  static final String PREFIX = "VITRINE_";

  /** As the services know them. */
  static final Set<String> LOG_LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";

  // Those of the SDK (opentelemetry-sdk-extension-autoconfigure), in the order of its
  // documentation.
  private static final List<String> SAMPLERS =
      List.of(
          "always_on",
          "always_off",
          "traceidratio",
          "parentbased_always_on",
          "parentbased_always_off",
          "parentbased_traceidratio");

  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  private static final Set<String> OURS =
      Set.of(
          LOG_LEVEL,
          Configuration.FILE_VARIABLE,
          // The launcher's.
          "VITRINE_BUILD",
          "VITRINE_SKIPPED_TESTS");

  private ServiceVariables() {}

  /**
   * Refuses what services would refuse, all of it at once.
   *
   * @param config names their files
   * @throws dev.vitrine.platform.config.InvalidConfigurationException for a level that there is
   *     not, a file that cannot be read, a sampler that there is not, or an endpoint that is no URL
   */
  public static void check(Map<String, String> environment, LocalConfig config) {
    List<Fault> faults = new ArrayList<>();
    String level = environment.getOrDefault(LOG_LEVEL, "info");
    if (!LOG_LEVELS.contains(level.strip())) {
      faults.add(fault(LOG_LEVEL, level, "one of trace, debug, info, warn, error"));
    }
    for (Service service : Service.values()) {
      service
          .in(config)
          .config()
          .filter(file -> !Files.isRegularFile(file) || !Files.isReadable(file))
          .ifPresent(file ->
              faults.add(
                  new Fault(
                      service.variablePrefix() + "CONFIG",
                      file.toString(),
                      "a YAML file that can be read")));
    }
    String sampler = environment.getOrDefault(SAMPLER, "");
    if (!sampler.isBlank() && !SAMPLERS.contains(sampler.strip())) {
      faults.add(fault(SAMPLER, sampler, "one of " + String.join(", ", SAMPLERS)));
    }
    for (String name : ENDPOINTS) {
      String endpoint = environment.getOrDefault(name, "");
      if (!endpoint.isBlank() && !isUrl(endpoint.strip())) {
        faults.add(fault(name, endpoint, "a URL such as http://localhost:4318"));
      }
    }
    Require.none(faults);
  }

  private static Fault fault(String name, String value, String expected) {
    return new Fault(name, '"' + value + '"', expected);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** Which variables were set in vain, and what to set instead; empty where there is none. */
  public static Optional<String> unread(Map<String, String> environment) {
    Set<String> names = new TreeSet<>(environment.keySet());
    names.removeIf(name ->
        !name.startsWith(PREFIX) || name.startsWith(LocalConfig.PREFIX) || OURS.contains(name));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: not passed on to the services; VITRINE_LOCAL_GATEWAY_PORT and the like set ports, the file of VITRINE_LOCAL_GATEWAY_CONFIG and the like all else (local/README.md)"
                .formatted(String.join(", ", names)));
  }
}
