package dev.vitrine.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The service's schema: the scripts it brings along ({@code db/migration}), and how far the
 * database is. Blocks; for a thread of its own, never for an event loop.
 */
public final class Schema {
  private static final int CONNECT_SECONDS = 2;

  private final PostgresConfig config;
  private final String scripts;

  public Schema(PostgresConfig config) {
    this(config, "db/migration");
  }

  /**
   * @param scripts where they are on the class path
   */
  Schema(PostgresConfig config, String scripts) {
    this.config = config;
    this.scripts = scripts;
  }

  /** What a look at the database, or a migration, came to. */
  public sealed interface Outcome {
    /** The schema is the one that this version of the service knows. */
    record Current(String version) implements Outcome {}

    /** Somebody has yet to migrate it. */
    record Behind(String version) implements Outcome {}

    /** A newer version of the service has migrated it: this one must not touch the data. */
    record Newer(String version) implements Outcome {}

    /** The database cannot be asked now. */
    record Unreachable(String why) implements Outcome {}
  }

  /**
   * Looks how far the database is, with the service's own role. That this role may not look yet is
   * no fault: whoever migrates makes the history first, and grants the right to read it later.
   */
  public Outcome inspect() {
    return attempt(
        config.credentials(), Schema::state, refused -> passing(refused) || notGranted(refused));
  }

  /** Brings the schema up to date, with the role that owns it. */
  public Outcome migrate(Path owner) {
    return attempt(
        owner,
        flyway -> {
          if (state(flyway) instanceof Outcome.Newer newer) {
            return newer;
          }
          flyway.migrate();
          return state(flyway);
        },
        Schema::passing);
  }

  @FunctionalInterface
  private interface Work {
    Outcome with(Flyway flyway);
  }

  private Outcome attempt(Path credentials, Work work, Predicate<SQLException> patient) {
    try {
      return work.with(flyway(Credentials.read(credentials)));
    } catch (IOException unreadable) {
      return new Outcome.Unreachable("credentials: " + unreadable);
    } catch (FlywayException failure) {
      if (failure.getCause() instanceof SQLException refused && patient.test(refused)) {
        return new Outcome.Unreachable(String.valueOf(refused.getMessage()));
      }
      throw failure;
    }
  }

  private static boolean notGranted(SQLException refused) {
    return "42501".equals(refused.getSQLState());
  }

  private static boolean passing(SQLException refused) {
    String state = refused.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("28")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.equals("3D000");
  }

  private static Outcome state(Flyway flyway) {
    MigrationInfo[] all = flyway.info().all();
    Optional<MigrationVersion> known =
        Arrays.stream(all)
            .filter(info -> !isFuture(info.getState()))
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo);
    Optional<MigrationInfo> newer =
        Arrays.stream(all).filter(info -> isFuture(info.getState())).findFirst();
    if (newer.isPresent()) {
      return new Outcome.Newer(String.valueOf(newer.get().getVersion()));
    }
    String version = known.map(MigrationVersion::toString).orElse("none");
    boolean pending =
        Arrays.stream(all).anyMatch(info -> info.getState() == MigrationState.PENDING);
    return pending ? new Outcome.Behind(version) : new Outcome.Current(version);
  }

  private static boolean isFuture(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  private Flyway flyway(Credentials credentials) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {config.host()});
    source.setPortNumbers(new int[] {config.port()});
    source.setDatabaseName(config.database());
    source.setUser(credentials.username());
    source.setPassword(credentials.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setApplicationName("vitrine migrations");
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(source)
            .locations("classpath:" + scripts)
            .connectRetries(0)
            .validateMigrationNaming(true);
    return configuration.load();
  }
}
