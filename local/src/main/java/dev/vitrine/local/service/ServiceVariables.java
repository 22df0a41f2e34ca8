package dev.vitrine.local.service;

import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Require;
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

  private static final Set<String> OURS =
      Set.of(
          LOG_LEVEL,
          Configuration.FILE_VARIABLE,
          // The launcher's.
          "VITRINE_BUILD",
          "VITRINE_SKIPPED_TESTS");

  private ServiceVariables() {}

  /**
   * Refuses what every service would refuse.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException for a level that there is not
   */
  public static void check(Map<String, String> environment) {
    String level = environment.getOrDefault(LOG_LEVEL, "info");
    Require.that(
        LOG_LEVELS.contains(level.strip()),
        LOG_LEVEL,
        '"' + level + '"',
        "one of trace, debug, info, warn, error");
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
