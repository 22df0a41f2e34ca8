package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.Upstream;
import java.util.List;

/** The endpoints of the configuration. */
public final class StaticDiscovery {
  private StaticDiscovery() {}

  /** Tells them, once and for all. */
  public static void tell(Upstream upstream, List<EndpointConfig> endpoints) {
    upstream.update(endpoints.stream().map(EndpointConfig::report).toList());
  }
}
