package dev.vitrine.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.port.FreePort;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.Running;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL in a folder of the test's, run as the supervisor runs it. */
final class TestServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Folders folders;
  private final PostgresServer server;
  private final PostgresProgram program;
  private final int port;
  private final DataFolder.Preparation preparation;
  private ProcessIdentity process;

  private TestServer(
      Folders folders, PostgresServer server, int port, DataFolder.Preparation preparation)
      throws IOException {
    this.folders = folders;
    this.server = server;
    this.port = port;
    this.preparation = preparation;
    RolesAndDatabases content = new RolesAndDatabases(secrets(folders));
    content.createSecrets();
    this.program = new PostgresProgram(server, content, log(folders), port, 30);
    this.process = launch();
  }

  /** Prepares the folder where that is needed, starts the server, and waits until it is ready. */
  static TestServer start(Path root) throws IOException, InterruptedException {
    Folders folders = new Folders(root);
    PostgresServer server = server(folders);
    DataFolder.Preparation preparation =
        new DataFolder(server, secrets(folders), log(folders).path())
            .prepare(PostgresRelease.ofThisMachine());
    return new TestServer(
        folders, server, FreePort.choose(PostgresServer.HOST, new SecureRandom()), preparation);
  }

  static PostgresServer server(Folders folders) throws IOException, InterruptedException {
    Files.createDirectories(folders.logs());
    PostgresBinaries binaries =
        PostgresCache.of(
                LocalConfig.of(Map.of()), folders, System.getenv(), PostgresRelease.ofThisMachine())
            .binaries();
    return new PostgresServer(
        binaries, PostgresAccount.suitable(binaries, folders.root()).orElseThrow(), folders.data());
  }

  static Secrets secrets(Folders folders) {
    return new Secrets(folders.secrets(), new SecureRandom());
  }

  static LogFile log(Folders folders) {
    return new LogFile(folders.logs().resolve("database.log"));
  }

  DataFolder.Preparation preparation() {
    return preparation;
  }

  int port() {
    return port;
  }

  PostgresServer server() {
    return server;
  }

  /** A connection with a role's own credentials. */
  Connection connect(String role, String database) throws SQLException, IOException {
    Credentials credentials = secrets(folders).of(role);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        credentials.username(),
        credentials.password());
  }

  void execute(String role, String database, String sql) throws SQLException, IOException {
    try (Connection connection = connect(role, database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String query(String role, String database, String sql) throws SQLException, IOException {
    try (Connection connection = connect(role, database);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }

  void kill() throws IOException {
    Termination.end(process, StopSignal.KILL, PATIENCE);
  }

  void startAgain() throws IOException {
    process = launch();
  }

  private ProcessIdentity launch() throws IOException {
    Running running = program.start();
    await()
        .atMost(PATIENCE)
        .failFast("the server has ended", () -> !running.process().isAlive())
        .until(() -> running.health() instanceof Health.Ready);
    assertThat(PostgresPing.accepts(port)).isTrue();
    return ProcessIdentity.of(running.process().pid()).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    assertThat(Termination.end(process, program.stopSignal(), PATIENCE))
        .isEqualTo(Termination.Ending.ORDERLY);
  }
}
