package dev.vitrine.gateway.console;

import dev.vitrine.platform.lifecycle.Readiness;
import java.time.Instant;

/**
 * How the process is, beside its upstreams.
 *
 * @param startedAt when it began to serve
 */
public record GatewayStatus(
    Instant startedAt, Readiness readiness, ConfigStatus config, EdgeStatus edge) {

  /**
   * The process itself.
   *
   * @param phase {@code starting}, {@code serving}, {@code draining}
   */
  record Phase(Instant startedAt, String phase) {}

  Phase phase() {
    String phase =
        readiness.isDraining() ? "draining" : readiness.isStarted() ? "serving" : "starting";
    return new Phase(startedAt, phase);
  }
}
