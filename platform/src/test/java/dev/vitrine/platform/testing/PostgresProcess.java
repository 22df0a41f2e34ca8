package dev.vitrine.platform.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * PostgreSQL from Maven artifacts, as a process of its own, which ends with this JVM. Roles need
 * their passwords, as anywhere else; only the superuser comes in without. For one thread.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SUPERUSER = "postgres";

  private final Path data;
  private EmbeddedPostgres process;

  private PostgresProcess(Path data) throws IOException {
    this.data = data;
    this.process = configured().start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::abandon, "postgres-closer"));
  }

  /** Starts a server of one's own, with no data, on a free port. */
  public static PostgresProcess start() {
    try {
      return new PostgresProcess(Files.createTempDirectory("vitrine-postgres"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  PostgresServer server() {
    return new PostgresServer("127.0.0.1", process.getPort(), SUPERUSER, "");
  }

  /** Stops the server, as an operator does, and keeps its data. */
  public void stop() throws IOException {
    process.close();
  }

  /** Starts it again on the same port, with the same data. */
  public void startAgain() throws IOException {
    process = configured().setPort(process.getPort()).start();
  }

  @Override
  public void close() throws IOException {
    process.close();
    Directories.delete(data);
  }

  private EmbeddedPostgres.Builder configured() {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setDataDirectoryCustomizer(PostgresProcess::requirePasswords)
        .setPGStartupWait(PATIENCE);
  }

  private void abandon() {
    try {
      close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void requirePasswords(File data) {
    try {
      Files.writeString(
          data.toPath().resolve("pg_hba.conf"),
          """
          host all %s 127.0.0.1/32 trust
          host all all 127.0.0.1/32 scram-sha-256
          """
              .formatted(SUPERUSER));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
