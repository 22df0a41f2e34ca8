package dev.vitrine.local.settings;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * @param prometheus Prometheus, where it is asked for
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
    DatabaseConfig database,
    PrometheusConfig prometheus) {
  /** What the names of the variables begin with that set this. */
  public static final String PREFIX = "VITRINE_LOCAL_";

  public LocalConfig {
    Require.listeningHost("host", host);
    Require.between("start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    Require.between("stop-timeout", stopTimeout, Duration.ZERO, Duration.ofMinutes(10));
    Require.between("minimum-free-mebibytes", minimumFreeMebibytes, 0, 1_000_000);
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("gateway.port", gateway.port());
    ports.put("gateway.management-port", gateway.managementPort());
    ports.put("user-service.port", userService.port());
    ports.put("user-service.management-port", userService.managementPort());
    ports.put("product-service.port", productService.port());
    ports.put("product-service.management-port", productService.managementPort());
    ports.put("database.port", database.port());
    requireDistinct(ports);
  }

  /**
   * Reads it from these environment variables, over the defaults.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException also for a variable that
   *     begins as ours do, and sets nothing
   */
  public static LocalConfig of(Map<String, String> environment) {
    Configuration configuration = Configuration.of(PREFIX, environment);
    List<Fault> faults =
        new ArrayList<>(unknown(environment.keySet(), configuration.variables(LocalConfig.class)));
    try {
      LocalConfig config = configuration.read(LocalConfig.class, "defaults.yaml");
      Require.none(faults);
      return config;
    } catch (InvalidConfigurationException invalid) {
      faults.addAll(invalid.faults());
      throw new InvalidConfigurationException(faults.stream().distinct().toList());
    }
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

  private static List<Fault> unknown(Set<String> set, Set<String> known) {
    return set.stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .map(name ->
            new Fault(name, "unknown", "a variable that there is, such as " + likest(name, known)))
        .toList();
  }

  /** The one that begins like this for the longest. */
  private static String likest(String name, Set<String> known) {
    return known.stream()
        .sorted()
        .max(Comparator.comparingInt(other -> commonLength(name, other)))
        .orElse(PREFIX);
  }

  private static int commonLength(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  private static void requireDistinct(Map<String, Integer> ports) {
    Map<Integer, String> taken = new HashMap<>();
    ports.forEach((key, port) -> {
      String other = port == 0 ? null : taken.put(port, key);
      Require.that(
          other == null, other + ", " + key, port, "a different port for each purpose, or 0");
    });
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

  /**
   * Prometheus.
   *
   * @param program its binary; empty for that of the PATH
   * @param port where it answers, on 127.0.0.1; 0 for a free one
   */
  public record PrometheusConfig(Optional<Path> program, int port) {
    public PrometheusConfig {
      Require.listeningPort("port", port);
    }
  }
}
