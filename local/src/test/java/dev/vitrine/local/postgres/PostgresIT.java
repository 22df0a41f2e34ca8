package dev.vitrine.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.settings.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a database over its life; each test has a new one, in a folder with spaces. */
class PostgresIT {
  @TempDir Path parent;
  private Path root = Path.of(".");

  @BeforeEach
  void name() throws IOException {
    root = Files.createDirectories(parent.resolve("a folder, with spaces"));
  }

  // Files of another user, where PostgreSQL had to be one.
  @AfterEach
  void delete() throws IOException {
    FileTree.delete(root);
  }

  @Test
  void dataOutlivesTheServer() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      assertThat(server.preparation()).isEqualTo(DataFolder.Preparation.CREATED);
      server.execute("migrator", "user_db", "CREATE TABLE t AS SELECT 42 AS answer");
    }
    assertThat(root.resolve("data/postmaster.pid")).doesNotExist();

    try (TestServer server = TestServer.start(root)) {
      assertThat(server.preparation()).isEqualTo(DataFolder.Preparation.FOUND);
      assertThat(server.query("migrator", "user_db", "SELECT answer FROM t")).isEqualTo("42");
    }
  }

  @Test
  void nothingCommittedIsLostWhenItIsKilled() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      server.execute("migrator", "user_db", "CREATE TABLE t AS SELECT 42 AS answer");

      server.kill();
      assertThat(root.resolve("data/postmaster.pid")).exists();
      server.startAgain();

      assertThat(server.query("migrator", "user_db", "SELECT answer FROM t")).isEqualTo("42");
    }
    assertThat(root.resolve("logs/database.log"))
        .content()
        .as("nobody knocks before it is ready")
        .contains("automatic recovery in progress")
        .doesNotContain("FATAL");
  }

  /** They work in its folder, and no other server can start before they have noticed. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void sessionsOfOneThatWasKilledAreWaitedFor() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      server.kill();
      Process session =
          new ProcessBuilder("sleep", "1").directory(root.resolve("data").toFile()).start();

      server.startAgain();

      assertThat(session.isAlive()).isFalse();
    }
  }

  @Test
  void aNoteOfAProcessThatIsSomeoneElseNowIsNoObstacle() throws Exception {
    TestServer.start(root).close();
    Path note = root.resolve("data/postmaster.pid");
    long stranger = ProcessHandle.current().parent().orElseThrow().pid();
    Files.write(
        note,
        List.of(
            Long.toString(stranger), root.resolve("data").toString(), "1", "15432", "", "", "0 0"));

    try (TestServer server = TestServer.start(root)) {
      assertThat(server.query("postgres", "postgres", "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aNoteOfARunningServerIsLeftAlone() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      Postmaster.removeStalePidFile(server.server().data());

      assertThat(root.resolve("data/postmaster.pid")).exists();
    }
  }

  @Test
  void lostSecretsAreReplacedAndTheDataStays() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      server.execute("migrator", "product_db", "CREATE TABLE t AS SELECT 42 AS answer");
    }
    FileTree.delete(root.resolve("secrets"));

    try (TestServer server = TestServer.start(root)) {
      assertThat(server.query("migrator", "product_db", "SELECT answer FROM t")).isEqualTo("42");
      assertThat(server.query("user_service", "user_db", "SELECT current_user"))
          .isEqualTo("user_service");
    }
  }

  @Test
  void secretsAreOursAlone() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      assertThat(server.port()).isPositive();
    }
    for (String role : List.of("postgres", "migrator", "user_service", "product_service")) {
      Path folder = root.resolve("secrets").resolve(role);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("password"))))
          .isEqualTo("rw-------");
      assertThat(folder.resolve("username")).content().isEqualTo(role);
      assertThat(folder.resolve("password")).content().matches("[A-Za-z0-9_-]{32}");
      assertThat(Files.readString(root.resolve("logs/database.log")))
          .doesNotContain(Files.readString(folder.resolve("password")));
    }
  }

  @Test
  void anInterruptedCreationLeavesNothing() throws Exception {
    Folders folders = new Folders(root);
    DataFolder data =
        new DataFolder(
            TestServer.server(folders),
            TestServer.secrets(folders),
            TestServer.log(folders).path());
    AtomicReference<Object> result = new AtomicReference<>("none");
    Thread creation =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.set(data.prepare(PostgresRelease.ofThisMachine()));
              } catch (IOException | InterruptedException e) {
                result.set(e);
              }
            });
    Path unfinished = root.resolve("data.unfinished-" + ProcessHandle.current().pid());
    await().until(() -> Files.exists(unfinished.resolve("PG_VERSION")));

    creation.interrupt();
    creation.join();

    assertThat(result.get()).isInstanceOf(InterruptedException.class);
    assertThat(root.resolve("data")).doesNotExist();
    assertThat(unfinished).doesNotExist();
    Path ofOneWhoWasKilled = Files.createDirectories(root.resolve("data.unfinished-1/base"));
    assertThat(data.prepare(PostgresRelease.ofThisMachine()))
        .isEqualTo(DataFolder.Preparation.CREATED);
    assertThat(ofOneWhoWasKilled).doesNotExist();
  }

  @Test
  void dataOfAnotherVersionIsNotTouched() throws Exception {
    Folders folders = new Folders(root);
    Files.createDirectories(folders.data());
    Files.writeString(folders.data().resolve("PG_VERSION"), "17\n");
    DataFolder data =
        new DataFolder(
            TestServer.server(folders),
            TestServer.secrets(folders),
            TestServer.log(folders).path());

    assertThat(data.prepare(PostgresRelease.ofThisMachine()))
        .isEqualTo(DataFolder.Preparation.OF_ANOTHER_VERSION);
    assertThat(folders.data()).isDirectoryNotContaining("glob:**/postgresql.conf");
  }

  @Test
  void itListensOnThisMachineOnlyAndHasNoSocketFile() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      assertThat(server.query("postgres", "postgres", "SHOW listen_addresses"))
          .isEqualTo("127.0.0.1");
      assertThat(server.query("postgres", "postgres", "SHOW unix_socket_directories")).isEmpty();
      assertThat(server.query("postgres", "postgres", "SHOW data_checksums")).isEqualTo("on");
      assertThat(server.query("postgres", "postgres", "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(server.query("postgres", "postgres", "SELECT upper('straße é')"))
          .isEqualTo("STRASSE É".replace("SS", "ß"));
    }
  }
}
