package dev.vitrine.gateway.security.header;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * What answers tell browsers, unless upstreams have said it.
 *
 * @param enabled whether anything is added at all
 * @param hstsMaxAge for how long a browser that has come by TLS comes by nothing else; 0 to say
 *     nothing of it
 * @param resourcePolicy who may embed an answer without asking (Fetch, section 3.7)
 */
public record SecurityHeadersConfig(
    boolean enabled, Duration hstsMaxAge, ResourcePolicy resourcePolicy) {
  /** Values of {@code Cross-Origin-Resource-Policy}. */
  public enum ResourcePolicy {
    SAME_ORIGIN("same-origin"),
    SAME_SITE("same-site"),
    CROSS_ORIGIN("cross-origin"),
    /** Says nothing. */
    NONE("");

    private final String value;

    ResourcePolicy(String value) {
      this.value = value;
    }

    String value() {
      return value;
    }
  }

  public SecurityHeadersConfig {
    Require.between("hsts-max-age", hstsMaxAge, Duration.ZERO, Duration.ofDays(730));
  }
}
