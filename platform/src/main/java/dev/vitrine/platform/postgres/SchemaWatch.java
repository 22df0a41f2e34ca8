package dev.vitrine.platform.postgres;

import dev.vitrine.platform.postgres.Schema.Outcome;
import dev.vitrine.platform.telemetry.LogEvent;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, on a thread of its own, until the database is there and its schema is the one that the
 * service knows; brings it up to date where it may. The service is not ready before; it never fails
 * for a database that comes late.
 */
public final class SchemaWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Schema schema;
  private final Optional<Path> owner;
  private final Consumer<String> refusal;
  private volatile String waitingFor = "the schema has not been looked at yet";

  /**
   * @param config which role migrates, if this process does
   * @param refusal told, once, why the service must not go on
   */
  public SchemaWatch(Schema schema, MigrationsConfig config, Consumer<String> refusal) {
    this.schema = schema;
    this.owner = config.atStart() ? config.credentials() : Optional.empty();
    this.refusal = refusal;
  }

  public void start() {
    Thread.ofVirtual().name("schema-watch").start(this::run);
  }

  /** Why the service is not ready for its schema's sake; empty where it is. */
  public Future<Optional<String>> reason() {
    String reason = waitingFor;
    return Future.succeededFuture(reason.isEmpty() ? Optional.empty() : Optional.of(reason));
  }

  private void run() {
    try {
      while (!settled(owner.map(schema::migrate).orElseGet(schema::inspect))) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LogEvent.SCHEMA_FAILED.error(LOG).setCause(failure).log("cannot migrate");
      refusal.accept("the schema cannot be brought up to date");
    }
  }

  private boolean settled(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Current current -> {
        waitFor("");
        LogEvent.SCHEMA_CURRENT.info(LOG).log("the schema is at version {}", current.version());
        yield true;
      }
      case Outcome.Newer newer -> {
        refusal.accept(
            "the schema is at version "
                + newer.version()
                + ", newer than this service knows: start a newer one");
        yield true;
      }
      case Outcome.Behind behind ->
          waitFor("the schema is at version " + behind.version() + " and waits to be migrated");
      case Outcome.Unreachable unreachable ->
          waitFor("the schema cannot be read: " + unreachable.why());
    };
  }

  private boolean waitFor(String reason) {
    if (!reason.isEmpty() && !reason.equals(waitingFor)) {
      LogEvent.SCHEMA_WAITING.warn(LOG).log(reason);
    }
    waitingFor = reason;
    return false;
  }
}
