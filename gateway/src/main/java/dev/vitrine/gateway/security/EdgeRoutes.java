package dev.vitrine.gateway.security;

import dev.vitrine.gateway.security.client.ClientAddresses;
import dev.vitrine.gateway.security.client.Forwarding;
import dev.vitrine.gateway.security.cors.CorsGate;
import dev.vitrine.gateway.security.header.SecurityHeaders;
import dev.vitrine.gateway.security.limit.HeadLimits;
import dev.vitrine.gateway.security.limit.RateLimitGate;
import dev.vitrine.gateway.security.limit.RateLimits;
import dev.vitrine.gateway.security.token.TokenVerification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that a request takes before it is proxied, for the routers of all event loops, which
 * share what they count and know.
 */
public final class EdgeRoutes {
  private final EdgeConfig config;
  private final int maxUriLength;
  private final String pseudonym;
  private final Forwarding forwarding;
  private final Optional<TokenVerification> tokens;
  private final Map<String, RouteProtection> routes;
  private final Map<String, RateLimits> limits = new HashMap<>();
  private final Map<String, Counter> refusals = new HashMap<>();

  /**
   * @param maxUriLength characters of a request target
   * @param pseudonym what the gateway calls itself in {@code Via}
   * @param tokens verifies those of {@code config.tokens()}
   * @param routes by path
   */
  public EdgeRoutes(
      EdgeConfig config,
      int maxUriLength,
      String pseudonym,
      Optional<TokenVerification> tokens,
      Map<String, RouteProtection> routes) {
    this.config = config;
    this.maxUriLength = maxUriLength;
    this.pseudonym = pseudonym;
    this.forwarding = new Forwarding(config.proxies());
    this.tokens = tokens;
    this.routes = Map.copyOf(routes);
    SecureRandom secrets = new SecureRandom();
    routes.forEach((path, protection) ->
        protection
            .rateLimit()
            .ifPresent(it -> limits.put(path, new RateLimits(it, System::nanoTime, secrets))));
  }

  /** Counts refusals in {@code gateway_rate_limited_total}. Called once, before any router. */
  public EdgeRoutes measured(MeterRegistry registry) {
    limits
        .keySet()
        .forEach(path ->
            refusals.put(
                path,
                Counter.builder("gateway.rate.limited")
                    .description(
                        "Requests refused because their client, or subject, asked too often")
                    .tag("route", path)
                    .register(registry)));
    return this;
  }

  /** What upstreams are to be told of clients. */
  public Forwarding forwarding() {
    return forwarding;
  }

  /** For every request: mounted before whatever may answer, problems included. */
  public void mount(Router router) {
    router.route().handler(new SecurityHeaders(config.headers(), forwarding));
    router.route().handler(new ClientAddresses(forwarding));
    router.route().handler(new HeadLimits(config.limits().maxFields(), maxUriLength, pseudonym));
  }

  /**
   * For the requests of one route: mounted before its proxy.
   *
   * @param path as in the routes
   */
  public void mount(Route route, String path) {
    RouteProtection protection = routes.getOrDefault(path, RouteProtection.none());
    // Preflights bring no token, and a refusal is to be readable by the page that gets it.
    protection.cors().map(CorsGate::new).ifPresent(route::handler);
    // Before the token, whose verification is work.
    limits(path, RateLimitGate::byClient).ifPresent(route::handler);
    protection
        .access()
        .flatMap(access -> tokens.flatMap(it -> it.gate(access)))
        .ifPresent(route::handler);
    limits(path, RateLimitGate::bySubject).ifPresent(route::handler);
  }

  private Optional<RateLimitGate> limits(String path, GateMaker maker) {
    Counter refused = refusals.get(path);
    return Optional.ofNullable(limits.get(path))
        .map(it -> maker.of(it, refused == null ? () -> {} : refused::increment));
  }

  @FunctionalInterface
  private interface GateMaker {
    RateLimitGate of(RateLimits limits, Runnable refused);
  }
}
