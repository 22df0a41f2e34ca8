package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.DiskSpace;
import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.log.LogReader;
import dev.vitrine.local.postgres.DataFolder;
import dev.vitrine.local.postgres.PostgresAccount;
import dev.vitrine.local.postgres.PostgresBinaries;
import dev.vitrine.local.postgres.PostgresCache;
import dev.vitrine.local.postgres.PostgresProgram;
import dev.vitrine.local.postgres.PostgresRelease;
import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.postgres.RolesAndDatabases;
import dev.vitrine.local.postgres.Secrets;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Gets PostgreSQL to the point where it can be started: unpacked, with data and secrets. */
final class DatabaseSetup {
  private static final int OTHER_CONNECTIONS = 20;
  private static final int SHOWN_LINES = 12;

  private final Plan plan;
  private final Progress progress;

  DatabaseSetup(Plan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Prepares what is missing.
   *
   * @param port where it is to serve
   */
  PostgresProgram prepare(int port) throws StartFailure, IOException, InterruptedException {
    Folders folders = plan.folders();
    PostgresRelease release = PostgresRelease.ofThisMachine();
    PostgresBinaries binaries = unpack(release);
    PostgresServer server = new PostgresServer(binaries, account(binaries), folders.data());
    Secrets secrets = new Secrets(folders.secrets(), new SecureRandom());
    RolesAndDatabases content = new RolesAndDatabases(secrets);
    LogFile log = new LogFolder(folders.logs()).of(ChildState.DATABASE, 1);
    prepareData(new DataFolder(server, secrets, log.path()), release, log);
    content.createSecrets();
    return new PostgresProgram(server, content, log, port, connections());
  }

  private PostgresBinaries unpack(PostgresRelease release) throws StartFailure {
    PostgresCache cache =
        PostgresCache.of(plan.config(), plan.folders(), plan.environment(), release);
    boolean there = cache.holdsRelease();
    long begin = System.nanoTime();
    if (!there) {
      progress.doing("unpacking PostgreSQL " + release.version() + " to " + cache.folder());
    }
    try {
      PostgresBinaries binaries = cache.binaries();
      if (!there) {
        progress.done("PostgreSQL " + release.version(), "unpacked, " + Elapsed.since(begin));
      }
      return binaries;
    } catch (IOException e) {
      throw new StartFailure(
          "PostgreSQL cannot be unpacked to %s: %s"
              .formatted(cache.folder(), FileFault.describe(e)));
    }
  }

  private PostgresAccount account(PostgresBinaries binaries)
      throws StartFailure, IOException, InterruptedException {
    Optional<PostgresAccount> account = PostgresAccount.suitable(binaries, plan.folders().root());
    return account.orElseThrow(() ->
        new StartFailure(
            "PostgreSQL refuses to run as root, and neither unshare nor setpriv can make it"
                + " another user here: run ./vitrine as an ordinary user"));
  }

  private void prepareData(DataFolder data, PostgresRelease release, LogFile log)
      throws StartFailure, IOException, InterruptedException {
    long begin = System.nanoTime();
    if (!DataFolder.isThere(plan.folders().data())) {
      progress.doing("creating the database");
    }
    switch (data.prepare(release)) {
      case FOUND -> {}
      case CREATED -> progress.done("database created", Elapsed.since(begin));
      case FAILED -> throw failed(log);
      case OF_ANOTHER_VERSION ->
          throw new StartFailure(
              "the data in "
                  + plan.folders().data()
                  + " is not of PostgreSQL "
                  + release.version()
                  + ": move it away, or delete it with ./vitrine down --clean");
    }
  }

  private static StartFailure failed(LogFile log) throws IOException {
    List<String> lines = LogReader.readable(log, SHOWN_LINES);
    return lines.stream().anyMatch(line -> DiskSpace.isFull(new IOException(line)))
        ? new StartFailure("the database cannot be created: the disk is full")
        : new StartFailure("the database cannot be created:", lines);
  }

  // Each pool may use twice as many as there are cores, and migrations one more.
  private int connections() {
    int pool = 2 * Runtime.getRuntime().availableProcessors() + 2;
    return OTHER_CONNECTIONS
        + Math.max(plan.replicas().usingDatabase(), Service.values().length) * pool;
  }
}
