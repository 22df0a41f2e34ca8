package dev.vitrine.user.account;

import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.telemetry.SpanType;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Hashes passwords on a few threads of its own, with a bounded queue: a flood of registrations gets
 * 503, and slows nobody else. Safe for any thread.
 */
public final class PasswordHashing {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final WorkerExecutor workers;
  private final Semaphore room;
  private final OpenTelemetry openTelemetry;
  private final SecureRandom random = new SecureRandom();

  private PasswordHashing(WorkerExecutor workers, Semaphore room, OpenTelemetry openTelemetry) {
    this.workers = workers;
    this.room = room;
    this.openTelemetry = openTelemetry;
  }

  /** Starts the threads. */
  public static PasswordHashing of(
      Vertx vertx, OpenTelemetry openTelemetry, PasswordsConfig config) {
    return new PasswordHashing(
        vertx.createSharedWorkerExecutor("password-hashing", config.threads()),
        new Semaphore(config.threads() + config.queue()),
        openTelemetry);
  }

  /** Hashes a password; fails with a 503 problem where too many wait already. */
  Future<String> hash(String password) {
    if (!room.tryAcquire()) {
      return Future.failedFuture(
          Problem.unavailable(
                  "registrations-overloaded", "Too many registrations at once.", RETRY_AFTER)
              .asException());
    }
    return SpanType.PASSWORD_HASH
        .around(
            openTelemetry,
            () -> workers.executeBlocking(() -> PasswordHash.of(password, random), false))
        .onComplete(done -> room.release());
  }
}
