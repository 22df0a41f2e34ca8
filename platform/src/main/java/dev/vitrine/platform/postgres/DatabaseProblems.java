package dev.vitrine.platform.postgres;

import dev.vitrine.platform.http.Problem;
import java.time.Duration;
import java.util.Optional;

/** What a client is told when the database is away. */
public final class DatabaseProblems {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private DatabaseProblems() {}

  /** 503 for a database that is away; empty for any other failure. */
  public static Optional<Problem> of(Throwable failure) {
    return failure instanceof DatabaseUnavailableException
        ? Optional.of(
            Problem.unavailable(
                "database-unavailable", "The database cannot be used right now.", RETRY_AFTER))
        : Optional.empty();
  }
}
