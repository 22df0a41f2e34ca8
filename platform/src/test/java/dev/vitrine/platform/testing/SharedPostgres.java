package dev.vitrine.platform.testing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The one PostgreSQL server of this JVM's tests, started at its first use, and where it comes from:
 * {@code -Dvitrine.test.postgres=container} or {@code =embedded}; without, a container where a
 * Docker engine answers and has the image, the embedded one elsewhere.
 */
final class SharedPostgres {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPostgres.class);
  private static final String SWITCH = "vitrine.test.postgres";

  private static @Nullable PostgresServer server;

  private SharedPostgres() {}

  static synchronized PostgresServer server() {
    if (server == null) {
      server = start(System.getProperty(SWITCH, "").toLowerCase(Locale.ROOT));
    }
    return server;
  }

  private static PostgresServer start(String choice) {
    return switch (choice) {
      case "container" -> ContainerPostgres.start();
      case "embedded" -> PostgresProcess.start().server();
      case "" -> choose();
      default ->
          throw new IllegalArgumentException(
              SWITCH + ": " + choice + " (expected: container or embedded)");
    };
  }

  private static PostgresServer choose() {
    // Asks the engine: that a client is installed says nothing.
    if (DockerClientFactory.instance().isDockerAvailable()) {
      try {
        return ContainerPostgres.start();
      } catch (RuntimeException noImage) {
        LOG.warn("a Docker engine answers, but cannot run PostgreSQL: {}", noImage.toString());
      }
    }
    return PostgresProcess.start().server();
  }
}
