package dev.vitrine.gateway.route;

import dev.vitrine.gateway.resilience.RetryConfig;
import dev.vitrine.gateway.security.RouteProtection;
import java.time.Duration;

/** What holds for every route that does not say otherwise; {@link RouteConfig} says what it is. */
public record RouteDefaults(
    Duration hold,
    Duration headTimeout,
    Duration totalTimeout,
    boolean streaming,
    boolean hedging,
    long maxBody,
    RetryConfig retry,
    RouteProtection protection) {

  /** A route that says nothing but where it is. */
  public RouteConfig at(String path, String upstream) {
    return new RouteConfig(
        path,
        upstream,
        hold,
        headTimeout,
        totalTimeout,
        streaming,
        hedging,
        maxBody,
        retry,
        protection);
  }
}
