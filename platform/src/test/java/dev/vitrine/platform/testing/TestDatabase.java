package dev.vitrine.platform.testing;

import dev.vitrine.platform.postgres.PostgresConfig;
import dev.vitrine.platform.postgres.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, empty database with two roles: the owner, who migrates, and the service, who may do what
 * the migrations grant. Their credentials lie in directories, as a secret store mounts them.
 *
 * <p>Databases are never shared. Roles are, by name, between the tests of one server.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final PostgresServer server;
  private final String name;
  private final String service;
  private final Path secrets;

  private TestDatabase(PostgresServer server, String service, Path secrets) {
    this.server = server;
    this.name = service + "_db_" + COUNT.incrementAndGet();
    this.service = service;
    this.secrets = secrets;
  }

  /**
   * Makes a database on the shared server.
   *
   * @param service the name of the service's role; the owner is {@code <service>_owner}
   */
  public static TestDatabase create(String service) {
    return create(SharedPostgres.server(), service);
  }

  /** Makes a database on a server of one's own. */
  public static TestDatabase create(PostgresProcess own, String service) {
    return create(own.server(), service);
  }

  private static TestDatabase create(PostgresServer server, String service) {
    try {
      TestDatabase database =
          new TestDatabase(server, service, Files.createTempDirectory("vitrine-secrets"));
      database.create();
      return database;
    } catch (IOException | SQLException failure) {
      throw new IllegalStateException("cannot make a database", failure);
    }
  }

  /** As {@link #create(String)}, with the schema that the module's scripts make. */
  public static TestDatabase migrated(String service) {
    TestDatabase database = create(service);
    database.migrate();
    return database;
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  public String name() {
    return name;
  }

  /** The directory with the files {@code username} and {@code password} of the service's role. */
  public Path serviceCredentials() {
    return secrets.resolve(service);
  }

  /** The same, of the role that owns the database. */
  public Path ownerCredentials() {
    return secrets.resolve(owner());
  }

  /** What a service is configured by, to use this database. */
  public Map<String, String> environment() {
    return Map.of(
        "VITRINE_POSTGRES_HOST",
        host(),
        "VITRINE_POSTGRES_PORT",
        Integer.toString(port()),
        "VITRINE_POSTGRES_DATABASE",
        name,
        "VITRINE_POSTGRES_CREDENTIALS",
        serviceCredentials().toString());
  }

  /** The same as a record: a pool of two, and waits of a second. */
  public PostgresConfig config() {
    Duration second = Duration.ofSeconds(1);
    return new PostgresConfig(
        host(), port(), name, serviceCredentials(), 2, second, second, second);
  }

  /** Brings the schema up to date with the scripts on the class path. */
  public void migrate() {
    Schema.Outcome outcome = new Schema(config()).migrate(ownerCredentials());
    if (!(outcome instanceof Schema.Outcome.Current)) {
      throw new IllegalStateException("not migrated: " + outcome);
    }
  }

  /** Runs statements as the superuser of the server, in this database. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(name)) {
      execute(connection, statements);
    }
  }

  /** Runs a statement with the service's role. */
  public void executeAsService(String statement) throws SQLException {
    try (Connection connection = server.connect(name, service, password(service))) {
      execute(connection, statement);
    }
  }

  /** The one number that a query answers, asked by the superuser. */
  public long number(String query) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Changes the password of the service's role, and tells it to the secret store. */
  public void rotatePassword(String password) throws SQLException, IOException {
    execute("ALTER ROLE " + service + " PASSWORD '" + password + "'");
    Files.writeString(serviceCredentials().resolve("password"), password);
  }

  /** Ends every connection of the service's role, as a failover does. */
  public void terminateConnections() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
            + service
            + "' AND datname = '"
            + name
            + "'");
  }

  @Override
  public void close() throws SQLException, IOException {
    try (Connection connection = server.connect("postgres")) {
      execute(connection, "DROP DATABASE " + name + " WITH (FORCE)");
    }
    Directories.delete(secrets);
  }

  private void create() throws SQLException, IOException {
    try (Connection connection = server.connect("postgres")) {
      for (String role : new String[] {owner(), service}) {
        createRole(connection, role);
      }
      execute(
          connection,
          "CREATE DATABASE " + name + " OWNER " + owner(),
          "REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC",
          "GRANT CONNECT ON DATABASE " + name + " TO " + service);
    }
  }

  private void createRole(Connection connection, String role) throws SQLException, IOException {
    execute(
        connection,
        "DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN END $$",
        "ALTER ROLE " + role + " PASSWORD '" + password(role) + "'");
    Path directory = Files.createDirectory(secrets.resolve(role));
    Files.writeString(directory.resolve("username"), role);
    Files.writeString(directory.resolve("password"), password(role));
  }

  private String owner() {
    return service + "_owner";
  }

  private static String password(String role) {
    return "secret-of-" + role;
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
