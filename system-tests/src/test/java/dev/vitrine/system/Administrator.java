package dev.vitrine.system;

import dev.vitrine.local.postgres.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A session of the database's administrator, who may do what no service may. */
final class Administrator implements AutoCloseable {
  private static final String NAME = "postgres";

  private final Connection connection;

  private Administrator(Connection connection) {
    this.connection = connection;
  }

  static Administrator of(int port, String database, Secrets secrets)
      throws IOException, SQLException {
    String password = Files.readString(secrets.folderOf(NAME).resolve("password")).strip();
    return new Administrator(
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), NAME, password));
  }

  /** Runs one statement, or several that are one transaction. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ends the session, and with it whatever it holds. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
