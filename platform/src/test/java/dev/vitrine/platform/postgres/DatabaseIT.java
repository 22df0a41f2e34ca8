package dev.vitrine.platform.postgres;

import static dev.vitrine.platform.testing.TestTelemetry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.PostgresProcess;
import dev.vitrine.platform.testing.TestDatabase;
import dev.vitrine.platform.testing.TestTelemetry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DatabaseIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Enough to make a connection, even where the machine stands still for a second meanwhile. */
  private static final Duration ENOUGH = Duration.ofSeconds(4);

  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final Statement ONE = new Statement("SELECT one", "SELECT 1 AS one");
  private static final Statement SLEEP = new Statement("SELECT sleep", "SELECT pg_sleep($1)");
  private static final Statement INSERT =
      new Statement("INSERT note", "INSERT INTO note (text) VALUES ($1)");
  private static final Statement WHO = new Statement("SELECT who", "SELECT current_user");

  private static Telemetry telemetry;
  private static TestDatabase server;
  private Link link;

  private final List<Database> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    telemetry = TestTelemetry.start("test");
    server = TestDatabase.create("database_it");
    server.execute(
        "CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)",
        "GRANT SELECT, INSERT ON note TO database_it");
  }

  @AfterAll
  static void stop() throws Exception {
    telemetry.stop();
    server.close();
  }

  @BeforeEach
  void openLink() throws Exception {
    link = Link.to(server);
  }

  @AfterEach
  void close() throws Exception {
    for (Database database : opened) {
      await(database.close());
    }
    link.close();
  }

  /** A pool of two by way of the link. */
  private Database open(Duration poolWait, Duration statementTimeout) {
    return open(server, link.host(), link.port(), poolWait, statementTimeout);
  }

  private Database open(
      TestDatabase database, String host, int port, Duration poolWait, Duration statementTimeout) {
    Database result =
        Database.of(
            telemetry,
            new PostgresConfig(
                host,
                port,
                database.name(),
                database.serviceCredentials(),
                2,
                Duration.ofSeconds(1),
                poolWait,
                statementTimeout));
    opened.add(result);
    return result;
  }

  private static void assertAnswers(Database database) throws Exception {
    assertThat(one(await(database.query(ONE, Tuple.tuple())))).isEqualTo(1);
  }

  /** Asks until there is an answer: a new connection may be refused at first, or come late. */
  private static void awaitAnswer(Database database, Duration most) {
    Awaitility.await()
        .atMost(most)
        .ignoreExceptionsInstanceOf(DatabaseUnavailableException.class)
        .untilAsserted(() -> assertAnswers(database));
  }

  private static int one(RowSet<Row> rows) {
    return rows.iterator().next().getInteger("one");
  }

  private static void assertUnavailable(Future<?> future) {
    assertThatThrownBy(() -> await(future)).isInstanceOf(DatabaseUnavailableException.class);
  }

  private static Duration timeOf(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void answersQueries() throws Exception {
    Database database = open(LONG, LONG);

    assertAnswers(database);
    assertThat(await(database.unreachable())).isEmpty();
  }

  @Test
  void readsTheCredentialsAgainForEachNewConnection() throws Exception {
    Database database = open(LONG, LONG);
    assertAnswers(database);

    server.rotatePassword("rotated-1");
    server.terminateConnections();
    awaitAnswer(database, RECOVERY);

    server.rotatePassword("rotated-2");
    server.terminateConnections();
    awaitAnswer(database, RECOVERY);
  }

  @Test
  void isUnavailableWhileTheSecretIsWrongOrMissing() throws Exception {
    var file = server.serviceCredentials().resolve("password");
    String password = Files.readString(file);
    Database database = open(LONG, LONG);

    Files.writeString(file, "wrong");
    assertUnavailable(database.query(ONE, Tuple.tuple()));
    Files.delete(file);
    assertUnavailable(database.query(ONE, Tuple.tuple()));
    assertThat(await(database.unreachable())).isPresent();

    Files.writeString(file, password + "\n");
    assertAnswers(database);
  }

  @Test
  void survivesThatTheServerEndsItsConnections() throws Exception {
    Database database = open(LONG, LONG);
    var sleeping = database.query(SLEEP, Tuple.of(60.0));
    Awaitility.await()
        .until(() ->
            server.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep($1)%'"
                        + " AND state = 'active' AND pid <> pg_backend_pid()")
                > 0);

    server.terminateConnections();

    assertUnavailable(sleeping);
    awaitAnswer(database, RECOVERY);
  }

  @Test
  void isUnavailableWhileTheServerIsStoppedAndRecoversWithinTwoSeconds() throws Exception {
    try (PostgresProcess process = PostgresProcess.start();
        TestDatabase own = TestDatabase.create(process, "outage")) {
      Database database = open(own, own.host(), own.port(), LONG, LONG);
      assertAnswers(database);

      process.stop();
      assertUnavailable(database.query(ONE, Tuple.tuple()));
      assertUnavailable(database.query(ONE, Tuple.tuple()));
      assertThat(await(database.unreachable())).isPresent();

      process.startAgain();
      awaitAnswer(database, Duration.ofSeconds(2));
      assertThat(await(database.unreachable())).isEmpty();
      await(database.close());
    }
  }

  @Test
  void needsNoServerWhenItIsMade() throws Exception {
    link.cut();

    Database database = open(LONG, LONG);
    assertUnavailable(database.query(ONE, Tuple.tuple()));
    assertThat(await(database.unreachable()))
        .hasValueSatisfying(why -> assertThat(why).endsWith("does not answer: connection-refused"));
    link.restore();

    assertAnswers(database);
    assertThat(count(ONE.summary(), "connection-refused")).isPositive();
  }

  @Test
  void isUnavailableWhenNoConnectionComesFreeInTime() throws Exception {
    Database database = open(ENOUGH, LONG);
    long before = count(ONE.summary(), "pool-timeout");
    Promise<Void> release = Promise.promise();
    List<Future<Void>> holders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Promise<Void> held = Promise.promise();
      holders.add(
          database.transaction(session ->
              session
                  .query(ONE, Tuple.tuple())
                  .onSuccess(rows -> held.complete())
                  .compose(rows -> release.future())));
      await(held.future());
    }

    Duration waited = timeOf(() -> assertUnavailable(database.query(ONE, Tuple.tuple())));
    // A full pool is no reason to be taken out of service.
    assertThat(await(database.unreachable())).isEmpty();
    release.complete();

    assertThat(waited).isBetween(ENOUGH.minusMillis(50), ENOUGH.plusSeconds(3));
    assertThat(count(ONE.summary(), "pool-timeout")).isEqualTo(before + 1);
    for (Future<Void> holder : holders) {
      await(holder);
    }
    assertAnswers(database);
  }

  @Test
  void endsAStatementThatTakesTooLong() throws Exception {
    Database database = open(LONG, SHORT);

    Duration waited = timeOf(() -> assertUnavailable(database.query(SLEEP, Tuple.of(60.0))));

    assertThat(waited).isBetween(SHORT, SHORT.plusSeconds(10));
    assertAnswers(database);
  }

  @Test
  void answersInTimeThoughTheNetworkSwallowsEverything() throws Exception {
    Database database = open(SHORT, SHORT);
    awaitAnswer(database, LONG);
    link.stall();

    Duration running = timeOf(() -> assertUnavailable(database.query(ONE, Tuple.tuple())));
    Duration connecting = timeOf(() -> assertUnavailable(database.query(ONE, Tuple.tuple())));
    Duration probing =
        timeOf(() ->
            assertThatCode(() -> assertThat(await(database.unreachable())).isPresent())
                .doesNotThrowAnyException());

    assertThat(running).isLessThan(Duration.ofSeconds(8));
    assertThat(connecting).isLessThan(Duration.ofSeconds(8));
    assertThat(probing).isLessThan(Duration.ofSeconds(8));
    link.restore();
    awaitAnswer(database, RECOVERY);
  }

  @Test
  void isUnavailableWhenTheConnectionBreaksMidway() throws Exception {
    Database database = open(LONG, LONG);
    assertAnswers(database);
    link.stall();
    var asked = database.query(ONE, Tuple.tuple());

    link.cut();

    assertUnavailable(asked);
    assertThat(count(ONE.summary(), "connection-lost")).isPositive();
    link.restore();
    awaitAnswer(database, RECOVERY);
  }

  @Test
  void keepsNothingOfATransactionThatFails() throws Exception {
    Database database = open(LONG, LONG);

    var failed =
        database.transaction(session ->
            session
                .query(INSERT, Tuple.of("half"))
                .compose(rows -> Future.failedFuture(new IllegalStateException("midway"))));
    assertThatThrownBy(() -> await(failed)).isInstanceOf(IllegalStateException.class);
    await(
        database.transaction(session ->
            session
                .query(INSERT, Tuple.of("whole"))
                .compose(rows -> session.query(INSERT, Tuple.of("whole")))));

    assertThat(server.number("SELECT count(*) FROM note WHERE text = 'half'")).isZero();
    assertThat(server.number("SELECT count(*) FROM note WHERE text = 'whole'")).isEqualTo(2);
  }

  @Test
  void passesOnWhatTheServerRefuses() {
    Database database = open(LONG, LONG);

    assertThatThrownBy(() -> await(database.query(INSERT, Tuple.of((Object) null))))
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("23502"));
  }

  @Test
  void comesInWithTheServicesRole() throws Exception {
    Database database = open(LONG, LONG);

    RowSet<Row> rows = await(database.query(WHO, Tuple.tuple()));

    assertThat(rows.iterator().next().getString(0)).isEqualTo("database_it");
  }

  @Test
  void measuresEachStatementByItsName() throws Exception {
    Database database = open(LONG, SHORT);
    Statement good = new Statement("SELECT measured", "SELECT 1");
    Statement slow = new Statement("SELECT measured slowly", "SELECT pg_sleep(60)");

    await(database.query(good, Tuple.tuple()));
    assertUnavailable(database.query(slow, Tuple.tuple()));

    assertThat(count(good.summary(), "")).isEqualTo(1);
    assertThat(count(slow.summary(), "57014")).isEqualTo(1);
  }

  /** How many statements of a name came to this; also those of other tests. */
  private static long count(String summary, String error) {
    Timer timer =
        telemetry
            .registry()
            .find("db.client.operation.duration")
            .tag("db.system.name", "postgresql")
            .tag("db.operation.name", "SELECT")
            .tag("db.query.summary", summary)
            .tag("error.type", error)
            .timer();
    return timer == null ? 0 : timer.count();
  }
}
