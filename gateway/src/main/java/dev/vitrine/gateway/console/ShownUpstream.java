package dev.vitrine.gateway.console;

import dev.vitrine.gateway.discovery.SourceKind;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Upstream;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * An upstream, and what belongs to it, for those who look at the gateway.
 *
 * @param source what tells of its endpoints
 * @param sourceName which one of those that is; empty for the configuration
 * @param limits that it has now
 */
public record ShownUpstream(
    Upstream upstream, SourceKind source, String sourceName, Resilience limits) {

  /**
   * Seconds since its source last told or confirmed the endpoints, to the millisecond; null where
   * it never has. What the configuration says is never out of date.
   */
  @Nullable Double snapshotAge(InstantSource clock) {
    if (source == SourceKind.STATIC) {
      return 0.0;
    }
    return upstream
        .source()
        .updated()
        .map(updated -> Duration.between(updated, clock.instant()).toMillis() / 1000.0)
        .orElse(null);
  }
}
