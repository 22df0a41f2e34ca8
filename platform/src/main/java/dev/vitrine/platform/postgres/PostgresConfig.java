package dev.vitrine.platform.postgres;

import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which database, and how it is used.
 *
 * @param host name or address of the server
 * @param port its port
 * @param database the database's name
 * @param credentials the directory with the files {@code username} and {@code password}
 * @param poolSize connections at most; 0 for twice the number of cores
 * @param connectTimeout for one new connection
 * @param poolWait how long a request waits for a connection before it is answered 503
 * @param statementTimeout how long the server works on one statement before it gives up
 */
public record PostgresConfig(
    String host,
    int port,
    String database,
    Path credentials,
    int poolSize,
    Duration connectTimeout,
    Duration poolWait,
    Duration statementTimeout) {

  public PostgresConfig {
    Require.notBlank("host", host);
    Require.port("port", port);
    Require.notBlank("database", database);
    Require.between("pool-size", poolSize, 0, 1_000);
    Require.between(
        "connect-timeout", connectTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    Require.between("pool-wait", poolWait, Duration.ofMillis(10), Duration.ofMinutes(1));
    Require.between(
        "statement-timeout", statementTimeout, Duration.ofMillis(10), Duration.ofHours(1));
  }

  int connections() {
    return poolSize > 0 ? poolSize : 2 * Runtime.getRuntime().availableProcessors();
  }
}
