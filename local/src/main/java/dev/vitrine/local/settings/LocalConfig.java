package dev.vitrine.local.settings;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be set for the system on this machine.
 *
 * @param directory where data, secrets and logs are kept
 * @param cache where PostgreSQL is unpacked
 * @param host the address that the gateway and the services listen on
 * @param startTimeout how long one process may take until it is ready
 * @param stopTimeout how long one process may take to stop before it is killed
 * @param minimumFreeMebibytes disk space without which nothing is started
 * @param gateway the edge
 * @param userService accounts
 * @param productService the catalog
 * @param database PostgreSQL
 */
public record LocalConfig(
    Optional<Path> directory,
    Optional<Path> cache,
    String host,
    Duration startTimeout,
    Duration stopTimeout,
    int minimumFreeMebibytes,
    ServiceConfig gateway,
    ServiceConfig userService,
    ServiceConfig productService,
    DatabaseConfig database) {
  private static final String PREFIX = "VITRINE_LOCAL_";

  public LocalConfig {
    Require.notBlank("host", host);
    Require.between("start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    Require.between("stop-timeout", stopTimeout, Duration.ZERO, Duration.ofMinutes(10));
    Require.between("minimum-free-mebibytes", minimumFreeMebibytes, 0, 1_000_000);
    requireDistinct(List.of(gateway, userService, productService), database);
  }

  /** Reads it from these environment variables, over the defaults. */
  public static LocalConfig of(Map<String, String> environment) {
    return Configuration.of(PREFIX, environment).read(LocalConfig.class, "defaults.yaml");
  }

  /**
   * The folders of this system.
   *
   * @param home the folder of the launcher
   */
  public Folders folders(Path home) {
    return new Folders(directory.orElse(home.resolve(".vitrine")).toAbsolutePath().normalize());
  }

  /** The address by which the services are reached from this machine. */
  public String reachableHost() {
    return switch (host) {
      case "0.0.0.0", "::", "[::]", "" -> "127.0.0.1";
      default -> host;
    };
  }

  private static void requireDistinct(List<ServiceConfig> services, DatabaseConfig database) {
    List<Integer> ports = new ArrayList<>();
    services.forEach(service -> ports.addAll(List.of(service.port(), service.managementPort())));
    ports.add(database.port());
    Set<Integer> seen = new HashSet<>();
    for (int port : ports) {
      Require.that(
          port == 0 || seen.add(port), "port", port, "a different port for each purpose, or 0");
    }
  }

  /**
   * One service; the ports are those of its first replica, further ones take free ports.
   *
   * @param port where it serves; 0 for a free one
   * @param managementPort where its health and metrics are; 0 for a free one
   * @param config a YAML file with settings of its own
   * @param javaOptions more options for its JVM, between spaces
   */
  public record ServiceConfig(
      int port, int managementPort, Optional<Path> config, Optional<String> javaOptions) {
    public ServiceConfig {
      Require.listeningPort("port", port);
      Require.listeningPort("management-port", managementPort);
    }
  }

  /**
   * PostgreSQL.
   *
   * @param port where it serves, on 127.0.0.1; 0 for a free one
   */
  public record DatabaseConfig(int port) {
    public DatabaseConfig {
      Require.listeningPort("port", port);
    }
  }
}
