package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process announces itself, and how it ends.
 *
 * @param preDrain how long it goes on accepting after SIGTERM while readiness says 503, so that
 *     whoever routes to it learns
 * @param drainTimeout how long requests in flight may take after that
 * @param addressFile where the ports that were bound are written, for whoever started it
 */
public record LifecycleConfig(
    Duration preDrain, Duration drainTimeout, Optional<Path> addressFile) {
  public LifecycleConfig {
    Require.between("pre-drain", preDrain, Duration.ZERO, Duration.ofMinutes(10));
    Require.between("drain-timeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(10));
  }
}
