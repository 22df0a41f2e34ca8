package dev.vitrine.gateway;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.ConfigurationSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the configuration comes from, so that it can be read again. Safe for any thread. */
final class ConfigFile {
  private static final String DEFAULTS = "defaults.yaml";

  private final Map<String, String> environment;
  private volatile Optional<String> lastRead = Optional.empty();

  ConfigFile(Map<String, String> environment) {
    this.environment = environment;
  }

  Map<String, String> environment() {
    return environment;
  }

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
    // Before it is parsed: what is written between the two is then found to be a change.
    lastRead = path().flatMap(ConfigFile::content);
    return Configuration.of(environment).read(GatewayConfig.class, DEFAULTS);
  }

  /**
   * The same, of a file that holds this.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException with every fault
   */
  GatewayConfig read(String content) {
    return Configuration.of(environment).holding(content).read(GatewayConfig.class, DEFAULTS);
  }

  /** What the file held when it was last read; empty where there was none. */
  Optional<String> lastRead() {
    return lastRead;
  }

  /** Whether the file was there when it was last read, with nothing in it but comments. */
  boolean saysNothing() {
    return lastRead.filter(Configuration::isBlank).isPresent();
  }

  /** Why it cannot be read, its parser tells. */
  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
