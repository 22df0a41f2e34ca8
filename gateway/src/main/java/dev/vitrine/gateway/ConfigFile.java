package dev.vitrine.gateway;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.ConfigurationSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the configuration comes from, so that it can be read again. */
record ConfigFile(Map<String, String> environment) {
  private static final String DEFAULTS = "defaults.yaml";

  /** The JSON Schema of the file. */
  static String schema() {
    return ConfigurationSchema.of("Vitrine gateway", GatewayConfig.class, DEFAULTS);
  }

  /** The file that may change; empty where there is none. */
  Optional<Path> path() {
    return Optional.ofNullable(environment.get(Configuration.FILE_VARIABLE)).map(Path::of);
  }

  /**
   * Reads defaults, file and environment.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException with every fault
   */
  GatewayConfig read() {
    return Configuration.of(environment).read(GatewayConfig.class, DEFAULTS);
  }
}
