package dev.vitrine.local.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Gives a running PostgreSQL what the services expect: two databases, and three roles with the
 * passwords that are in the secrets. Done at each start; what is there already stays.
 */
public final class RolesAndDatabases {
  /** The role that changes schemas. */
  public static final String MIGRATOR = "migrator";

  private static final List<String> ROLES = List.of(MIGRATOR, "user_service", "product_service");
  private static final List<String> DATABASES = List.of("user_db", "product_db");

  private final Secrets secrets;

  public RolesAndDatabases(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Makes the credentials of every role, so that services can be started before the database. */
  public void createSecrets() throws IOException {
    for (String role : ROLES) {
      secrets.of(role);
    }
  }

  /** Makes what is missing in the server at this port. */
  public void create(int port) throws SQLException, IOException {
    try (Connection connection = connect(port, "postgres")) {
      run(connection, script("roles.sql"));
      setPasswords(connection);
      for (String statement : select(connection, script("databases.sql"))) {
        run(connection, statement);
      }
    }
    for (String database : DATABASES) {
      try (Connection connection = connect(port, database)) {
        run(connection, script("database.sql"));
      }
    }
  }

  private void setPasswords(Connection connection) throws SQLException, IOException {
    // Should this ever fail, the server's log is not to show it.
    run(connection, "SET log_min_error_statement = panic");
    try (PreparedStatement quoted =
        connection.prepareStatement("SELECT format('ALTER ROLE %I PASSWORD %L', ?, ?)")) {
      for (String role : ROLES) {
        quoted.setString(1, role);
        quoted.setString(2, secrets.of(role).password());
        for (String statement : rows(quoted.executeQuery())) {
          run(connection, statement);
        }
      }
    }
  }

  private Connection connect(int port, String database) throws SQLException, IOException {
    Credentials administrator = secrets.of(PostgresServer.SUPERUSER);
    Properties properties = new Properties();
    properties.setProperty("user", administrator.username());
    properties.setProperty("password", administrator.password());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + PostgresServer.HOST + ":" + port + "/" + database, properties);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> select(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    try (result) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream file = RolesAndDatabases.class.getResourceAsStream("/database/" + name)) {
      if (file == null) {
        throw new FileNotFoundException("database/" + name + " is not part of this build");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
