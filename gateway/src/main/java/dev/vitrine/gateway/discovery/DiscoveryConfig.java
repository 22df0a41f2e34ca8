package dev.vitrine.gateway.discovery;

import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where endpoints come from.
 *
 * @param file a file that lists them, watched; it need not be there yet
 * @param poll how often the file is looked at
 */
public record DiscoveryConfig(Optional<Path> file, Duration poll) {
  public DiscoveryConfig {
    Require.between("poll", poll, Duration.ofMillis(10), Duration.ofMinutes(1));
  }
}
