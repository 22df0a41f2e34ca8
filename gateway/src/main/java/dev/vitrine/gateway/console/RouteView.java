package dev.vitrine.gateway.console;

import dev.vitrine.gateway.console.Traffic.Sums;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.route.RouteDefaults;
import dev.vitrine.gateway.security.RouteProtection;
import dev.vitrine.gateway.security.cors.CorsConfig;
import dev.vitrine.gateway.security.limit.RateLimitConfig;
import dev.vitrine.gateway.security.token.AccessConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route, as {@code /upstreams} has it.
 *
 * @param overrides the values that are not the defaults, by their names: durations in seconds,
 *     sizes in bytes
 */
record RouteView(
    String path,
    String upstream,
    long maxBody,
    Map<String, Object> overrides,
    Protection protection,
    long requests,
    long errors,
    List<Long> latency) {

  /**
   * What protects it.
   *
   * @param access whether a token is looked at: {@code unchecked}, {@code public}, {@code
   *     authenticated}
   * @param rateLimit null where there is none
   * @param corsOrigins empty where the upstream says it
   */
  record Protection(
      String access,
      List<String> scopes,
      List<String> publicMethods,
      @Nullable RateLimit rateLimit,
      List<String> corsOrigins) {}

  record RateLimit(int requests, double perSeconds, int burst) {}

  static RouteView of(RouteConfig route, RouteDefaults defaults, Map<String, Sums> traffic) {
    Sums sums = traffic.getOrDefault(route.template(), Sums.none());
    return new RouteView(
        route.path(),
        route.upstream(),
        route.maxBody(),
        overrides(route, defaults),
        protection(route.protection()),
        sums.requests(),
        sums.errors(),
        sums.latency());
  }

  private static Map<String, Object> overrides(RouteConfig route, RouteDefaults defaults) {
    Map<String, Object> differing = new LinkedHashMap<>(values(route));
    differing.entrySet().removeAll(values(defaults.at(route.path(), route.upstream())).entrySet());
    return differing;
  }

  private static Map<String, Object> values(RouteConfig route) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hold_seconds", seconds(route.hold()));
    values.put("head_timeout_seconds", seconds(route.headTimeout()));
    values.put("total_timeout_seconds", seconds(route.totalTimeout()));
    values.put("streaming", route.streaming());
    values.put("hedging", route.hedging());
    values.put("max_body", route.maxBody());
    values.put("retry_most", route.retry().most());
    values.put("retry_max_body", route.retry().maxBody());
    values.put("retry_least_pause_seconds", seconds(route.retry().leastPause()));
    values.put("retry_longest_pause_seconds", seconds(route.retry().longestPause()));
    values.put("retry_longest_asked_seconds", seconds(route.retry().longestAsked()));
    return values;
  }

  private static Protection protection(RouteProtection protection) {
    AccessConfig access = protection.access().orElseGet(AccessConfig::unchecked);
    return new Protection(
        Labels.of(access.mode()),
        access.scopes(),
        access.publicMethods(),
        protection.rateLimit().map(RouteView::rateLimit).orElse(null),
        protection.cors().map(CorsConfig::origins).orElse(List.of()));
  }

  private static RateLimit rateLimit(RateLimitConfig limit) {
    return new RateLimit(
        limit.requests(), seconds(limit.per()), limit.burst().orElse(limit.requests()));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
