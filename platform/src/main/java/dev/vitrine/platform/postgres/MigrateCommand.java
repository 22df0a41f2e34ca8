package dev.vitrine.platform.postgres;

import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.postgres.Schema.Outcome;
import dev.vitrine.platform.telemetry.LogEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code migrate} command of a service: brings the schema up to date and exits, as an init
 * container does. Waits up to a minute for the database.
 */
public final class MigrateCommand {
  private static final Logger LOG = LoggerFactory.getLogger(MigrateCommand.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private MigrateCommand() {}

  /**
   * Runs the command.
   *
   * @throws IllegalStateException where the schema is not current in the end
   */
  public static Afterwards run(Schema schema, MigrationsConfig config) throws InterruptedException {
    return switch (migrate(schema, owner(config))) {
      case Outcome.Current current -> {
        LogEvent.SCHEMA_CURRENT.info(LOG).log("schema version {}", current.version());
        yield Afterwards.EXIT;
      }
      case Outcome.Newer newer ->
          throw new IllegalStateException(
              "the schema is newer than this service: " + newer.version());
      case Outcome.Behind behind ->
          throw new IllegalStateException("the schema is still at version " + behind.version());
      case Outcome.Unreachable unreachable ->
          throw new IllegalStateException("no database: " + unreachable.why());
    };
  }

  private static Path owner(MigrationsConfig config) {
    return config
        .credentials()
        .orElseThrow(() ->
            new InvalidConfigurationException(
                "migrations.credentials",
                "missing",
                "a directory with the files username and password"));
  }

  private static Outcome migrate(Schema schema, Path owner) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Outcome outcome = schema.migrate(owner);
    while (outcome instanceof Outcome.Unreachable && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
      outcome = schema.migrate(owner);
    }
    return outcome;
  }
}
