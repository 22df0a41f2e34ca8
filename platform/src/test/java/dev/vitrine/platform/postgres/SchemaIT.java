package dev.vitrine.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.postgres.Schema.Outcome;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.TestDatabase;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has a fresh database, and a service that knows version 1, or version 2. */
final class SchemaIT {
  private static final String SCRIPTS = "dev/vitrine/platform/postgres/";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.create("notes");
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  private Schema version(int version) {
    return new Schema(database.config(), SCRIPTS + "v" + version);
  }

  private Outcome migrateTo(int version) {
    return version(version).migrate(database.ownerCredentials());
  }

  private MigrationsConfig byOwner() {
    return new MigrationsConfig(true, Optional.of(database.ownerCredentials()));
  }

  @Test
  void isBehindUntilSomebodyMigrates() {
    Outcome before = version(1).inspect();
    Outcome migrated = migrateTo(1);
    Outcome after = version(1).inspect();

    assertThat(before).isInstanceOf(Outcome.Behind.class);
    assertThat(migrated).isEqualTo(new Outcome.Current("1"));
    assertThat(after).isEqualTo(new Outcome.Current("1"));
  }

  @Test
  void isBehindForANewerService() {
    migrateTo(1);

    assertThat(version(2).inspect()).isInstanceOf(Outcome.Behind.class);
    assertThat(migrateTo(2)).isEqualTo(new Outcome.Current("2"));
  }

  @Test
  void isNewerForAnOlderServiceWhichLeavesItAlone() {
    migrateTo(2);

    assertThat(version(1).inspect()).isEqualTo(new Outcome.Newer("2"));
    assertThat(migrateTo(1)).isEqualTo(new Outcome.Newer("2"));
    assertThat(version(2).inspect()).isEqualTo(new Outcome.Current("2"));
  }

  @Test
  void isMigratedOnceByManyAtATime() throws InterruptedException {
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> outcomes.add(migrateTo(2))));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(outcomes).hasSize(4).containsOnly(new Outcome.Current("2"));
  }

  @Test
  void isUnreachableWithoutAServer() throws Exception {
    Link link = Link.to(database);
    link.cut();
    PostgresConfig config = database.config();
    PostgresConfig away =
        new PostgresConfig(
            link.host(),
            link.port(),
            config.database(),
            config.credentials(),
            1,
            config.connectTimeout(),
            config.poolWait(),
            config.statementTimeout());

    assertThat(new Schema(away).inspect()).isInstanceOf(Outcome.Unreachable.class);
    assertThat(new Schema(away).migrate(database.ownerCredentials()))
        .isInstanceOf(Outcome.Unreachable.class);
  }

  @Test
  void isUnreachableWithoutCredentials() throws Exception {
    Files.delete(database.serviceCredentials().resolve("password"));

    Outcome outcome = version(1).inspect();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unreachable.class,
            unreachable -> assertThat(unreachable.why()).startsWith("credentials: "));
  }

  @Test
  void isUnreachableWithAWrongPassword() throws Exception {
    migrateTo(1);
    Files.writeString(database.serviceCredentials().resolve("password"), "wrong");

    assertThat(version(1).inspect()).isInstanceOf(Outcome.Unreachable.class);
  }

  @Test
  void leavesTheServiceNoRightToChangeIt() throws Exception {
    migrateTo(1);

    database.executeAsService("INSERT INTO note (text) VALUES ('a')");
    database.executeAsService("UPDATE note SET text = 'b'");
    for (String forbidden :
        new String[] {
          "CREATE TABLE mine (id int)",
          "CREATE SCHEMA mine",
          "ALTER TABLE note ADD COLUMN more int",
          "DROP TABLE note",
          "TRUNCATE note",
          "CREATE INDEX more ON note (text)",
          "UPDATE flyway_schema_history SET success = false",
          "CREATE ROLE other",
        }) {
      assertThatThrownBy(() -> database.executeAsService(forbidden))
          .as(forbidden)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void waitsForTheRightToLookAtASchemaThatIsJustBeingMade() throws Exception {
    migrateTo(1);
    database.execute("REVOKE ALL ON flyway_schema_history FROM notes");

    Outcome outcome = version(1).inspect();

    assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
    assertThat(outcome.toString()).contains("permission denied");
  }

  @Test
  void watchesUntilTheSchemaIsThere() {
    SchemaWatch watch =
        new SchemaWatch(version(1), new MigrationsConfig(false, Optional.empty()), why -> {});

    watch.start();
    Awaitility.await().until(() -> reason(watch).contains("waits to be migrated"));
    migrateTo(1);

    Awaitility.await().until(() -> reason(watch).isEmpty());
  }

  @Test
  void watchesAndMigratesWhereItMay() {
    SchemaWatch watch = new SchemaWatch(version(2), byOwner(), why -> {});

    watch.start();

    Awaitility.await().until(() -> reason(watch).isEmpty());
    assertThat(version(2).inspect()).isEqualTo(new Outcome.Current("2"));
  }

  @Test
  void refusesToServeANewerSchema() {
    migrateTo(2);
    List<String> refusals = new CopyOnWriteArrayList<>();
    SchemaWatch watch = new SchemaWatch(version(1), byOwner(), refusals::add);

    watch.start();

    Awaitility.await().until(() -> !refusals.isEmpty());
    assertThat(refusals)
        .containsExactly(
            "the schema is at version 2, newer than this service knows: start a newer one");
    assertThat(reason(watch)).isNotEmpty();
  }

  @Test
  void migratesOnCommand() throws Exception {
    Afterwards afterwards = MigrateCommand.run(version(2), byOwner());

    assertThat(afterwards).isEqualTo(Afterwards.EXIT);
    assertThat(version(2).inspect()).isEqualTo(new Outcome.Current("2"));
  }

  @Test
  void migratesOnCommandOnlyWithTheOwnersCredentials() {
    MigrationsConfig nobody = new MigrationsConfig(false, Optional.empty());

    assertThatThrownBy(() -> MigrateCommand.run(version(2), nobody))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("migrations.credentials: missing");
  }

  private static String reason(SchemaWatch watch) {
    return watch.reason().result().orElse("");
  }
}
