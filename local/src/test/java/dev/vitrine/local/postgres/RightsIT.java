package dev.vitrine.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.settings.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, in the database that infra/database describes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsIT {
  private static final String PERMISSION_DENIED = "42501";
  private static final String WRONG_PASSWORD = "28P01";

  private final TestServer server;
  private final Path root;

  RightsIT(@TempDir Path root) throws IOException, InterruptedException {
    this.root = root;
    this.server = TestServer.start(root);
  }

  @BeforeAll
  void migrate() throws SQLException, IOException {
    for (String name : new String[] {"user", "product"}) {
      server.execute(
          "migrator",
          name + "_db",
          "CREATE EXTENSION pg_trgm; CREATE TABLE things (id bigint PRIMARY KEY);"
              + "CREATE TABLE secrets (id bigint);"
              + "GRANT SELECT, INSERT ON things TO "
              + name
              + "_service");
    }
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
    FileTree.delete(root);
  }

  @ParameterizedTest
  @CsvSource({"user_service, user_db", "product_service, product_db"})
  void aServiceUsesWhatAMigrationGrants(String role, String database) throws Exception {
    server.execute(role, database, "INSERT INTO things VALUES (1)");

    assertThat(server.query(role, database, "SELECT id FROM things")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "user_service, product_db",
    "user_service, postgres",
    "user_service, template1",
    "product_service, user_db",
    "product_service, postgres",
    "migrator, postgres"
  })
  void nobodyGetsIntoTheDatabaseOfAnother(String role, String database) {
    assertThatThrownBy(() -> server.query(role, database, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class,
            denied -> assertThat(denied.getSQLState()).isEqualTo(PERMISSION_DENIED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE mine (id bigint)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id bigint)",
        "ALTER TABLE things ADD COLUMN more text",
        "DROP TABLE things",
        "TRUNCATE things",
        "DELETE FROM things",
        "SELECT * FROM secrets",
        "CREATE ROLE friend",
        "CREATE DATABASE mine",
        "GRANT SELECT ON secrets TO user_service"
      })
  void aServiceChangesNoSchemaAndReadsNothingElse(String sql) {
    assertThatThrownBy(() -> server.execute("user_service", "user_db", sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            denied -> assertThat(denied.getSQLState()).isEqualTo(PERMISSION_DENIED));
  }

  @Test
  void aServiceOwnsNothing() throws Exception {
    assertThat(
            server.query(
                "postgres",
                "user_db",
                "SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON d.refobjid = r.oid"
                    + " WHERE d.deptype = 'o' AND r.rolname LIKE '%service'"))
        .isEqualTo("0");
  }

  @Test
  void aPasswordIsNeeded() {
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/user_db",
                "user_service",
                "a guess"))
        .isInstanceOfSatisfying(
            SQLException.class,
            denied -> assertThat(denied.getSQLState()).isEqualTo(WRONG_PASSWORD));
  }

  @Test
  void theSameScriptsRunAgainAndAgain() throws Exception {
    new RolesAndDatabases(TestServer.secrets(new Folders(root))).create(server.port());

    assertThat(server.query("user_service", "user_db", "SELECT current_database()"))
        .isEqualTo("user_db");
  }
}
