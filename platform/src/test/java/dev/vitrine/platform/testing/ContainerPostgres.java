package dev.vitrine.platform.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container, which ends with this JVM. */
final class ContainerPostgres {
  private static final String IMAGE = "vitrine.test.postgres.image";
  private static final String DEFAULT_IMAGE = "postgres:18.6-alpine";

  private ContainerPostgres() {}

  @SuppressWarnings("resource") // Testcontainers itself removes it when the JVM ends
  static PostgresServer start() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(
                DockerImageName.parse(System.getProperty(IMAGE, DEFAULT_IMAGE))
                    .asCompatibleSubstituteFor("postgres"))
            .withUsername("postgres")
            .withPassword("superuser");
    container.start();
    return new PostgresServer(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }
}
