package dev.vitrine.gateway.security;

import dev.vitrine.gateway.security.cors.CorsConfig;
import dev.vitrine.gateway.security.limit.RateLimitConfig;
import dev.vitrine.gateway.security.token.AccessConfig;
import java.util.Optional;

/**
 * What protects one route, beside what protects all.
 *
 * @param access what it requires of who asks; looks at no token where absent
 * @param rateLimit how often; unlimited where absent
 * @param cors which pages of other origins; the upstream says it where absent
 */
public record RouteProtection(
    Optional<AccessConfig> access, Optional<RateLimitConfig> rateLimit, Optional<CorsConfig> cors) {

  /** A route that says nothing of it. */
  public static RouteProtection none() {
    return new RouteProtection(Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean looksAtTokens() {
    return access.filter(it -> it.mode() != AccessConfig.Mode.UNCHECKED).isPresent();
  }
}
