package dev.vitrine.gateway.security;

import dev.vitrine.gateway.security.client.ClientAddresses;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.cors.CorsGate;
import dev.vitrine.gateway.security.header.SecurityHeaders;
import dev.vitrine.gateway.security.limit.HeadLimits;
import dev.vitrine.gateway.security.limit.RateLimitGate;
import dev.vitrine.gateway.security.limit.RateLimits;
import dev.vitrine.gateway.security.token.TokenVerification;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
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
  /** What the gateway calls itself in {@code Via}. */
  private static final String PSEUDONYM = "vitrine";

  private final EdgeConfig config;
  private final int maxUriLength;
  private final ForwardedFields forwarded;
  private final SecurityHeaders headers;
  private final Optional<TokenVerification> tokens;
  private final MeterRegistry registry;
  private final Map<String, Protected> routes = new HashMap<>();

  private record Protected(RouteProtection protection, Optional<RateLimits> limits) {}

  /**
   * For no route yet.
   *
   * @param maxUriLength characters of a request target
   * @param tokens verifies those of {@code config.tokens()}
   * @param registry counts refusals, as {@code gateway_rate_limited_total}
   */
  public EdgeRoutes(
      EdgeConfig config,
      int maxUriLength,
      Optional<TokenVerification> tokens,
      MeterRegistry registry) {
    this.config = config;
    this.maxUriLength = maxUriLength;
    this.forwarded = new ForwardedFields(config.proxies());
    this.headers = new SecurityHeaders(config.headers(), forwarded);
    this.tokens = tokens;
    this.registry = registry;
  }

  /**
   * The same for other routes. What was counted so far of a route whose protection stays the same
   * goes on being counted.
   *
   * @param protections by path
   * @throws IllegalStateException for a route whose tokens nobody could verify: it must not be open
   */
  public EdgeRoutes with(Map<String, RouteProtection> protections) {
    EdgeRoutes other = new EdgeRoutes(config, maxUriLength, tokens, registry);
    SecureRandom secrets = new SecureRandom();
    protections.forEach((path, protection) -> {
      if (tokens.isEmpty() && protection.looksAtTokens()) {
        throw new IllegalStateException("nothing verifies the tokens of route " + path);
      }
      Protected known = routes.get(path);
      other.routes.put(
          path,
          known != null && known.protection().equals(protection)
              ? known
              : new Protected(
                  protection,
                  protection
                      .rateLimit()
                      .map(limit -> new RateLimits(limit, System::nanoTime, secrets))));
    });
    return other;
  }

  /** What upstreams are to be told of clients. */
  public ForwardedFields forwarded() {
    return forwarded;
  }

  /** For a request that a router may answer without any handler, or that no router gets. */
  public void cover(HttpServerRequest request) {
    headers.cover(request);
  }

  /**
   * The fields of a problem that is answered before there is a request that could be covered.
   *
   * @param secure whether it is answered over TLS
   */
  public Map<String, String> problemFields(boolean secure) {
    return headers.ofProblem(secure);
  }

  /** For every request: mounted before whatever may answer, problems included. */
  public void mount(Router router) {
    router.route().handler(headers);
    router.route().handler(new ClientAddresses(forwarded));
    router.route().handler(new HeadLimits(config.limits(), maxUriLength, PSEUDONYM));
  }

  /**
   * For the requests of one route: mounted before its proxy.
   *
   * @param path as in the routes
   */
  public void mount(Route mounted, String path) {
    Protected route = routes.get(path);
    if (route == null) {
      return;
    }
    RouteProtection protection = route.protection();
    // Preflights bring no token, and a refusal is to be readable by the page that gets it.
    protection.cors().map(CorsGate::new).ifPresent(mounted::handler);
    Counter refused = Metric.GATEWAY_RATE_LIMITED.counter(registry, path);
    // Before the token, whose verification is work.
    route
        .limits()
        .map(limits -> RateLimitGate.byClient(limits, refused::increment))
        .ifPresent(mounted::handler);
    protection
        .access()
        .flatMap(access -> tokens.flatMap(it -> it.gate(access)))
        .ifPresent(mounted::handler);
    route
        .limits()
        .map(limits -> RateLimitGate.bySubject(limits, refused::increment))
        .ifPresent(mounted::handler);
  }
}
