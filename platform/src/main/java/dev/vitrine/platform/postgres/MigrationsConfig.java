package dev.vitrine.platform.postgres;

import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who changes the schema, and when.
 *
 * @param atStart whether the process brings the schema up to date when it starts; where not, it
 *     waits until somebody has (the {@code migrate} command)
 * @param credentials the directory of the role that owns the schema: another one than the service's
 *     own
 */
public record MigrationsConfig(boolean atStart, Optional<Path> credentials) {
  public MigrationsConfig {
    Require.that(
        !atStart || credentials.isPresent(),
        "credentials",
        "missing",
        "a directory with the files username and password, because at-start is true");
  }
}
