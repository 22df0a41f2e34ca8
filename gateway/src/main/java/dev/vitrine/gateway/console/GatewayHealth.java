package dev.vitrine.gateway.console;

import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.Answers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code GET /health} on the public port: 200 as long as the gateway itself serves; {@code
 * degraded} while an upstream has no ready endpoint.
 */
public final class GatewayHealth implements Handler<RoutingContext> {
  private final UpstreamRegistry registry;

  public GatewayHealth(UpstreamRegistry registry) {
    this.registry = registry;
  }

  private record Health(String status, String service, Map<String, UpstreamHealth> upstreams) {}

  private record UpstreamHealth(int ready, int endpoints) {}

  @Override
  public void handle(RoutingContext ctx) {
    Map<String, UpstreamHealth> upstreams = new LinkedHashMap<>();
    for (Upstream upstream : registry.upstreams()) {
      upstreams.put(
          upstream.name(),
          new UpstreamHealth(upstream.readyEndpoints(), upstream.endpoints().size()));
    }
    boolean degraded = upstreams.values().stream().anyMatch(health -> health.ready() == 0);
    Answers.json(ctx, 200, new Health(degraded ? "degraded" : "ok", "gateway", upstreams));
  }
}
