package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The endpoints of the configuration. */
public final class StaticDiscovery {
  private StaticDiscovery() {}

  /** The endpoints of each upstream, by its name. */
  public static Map<String, List<EndpointReport>> endpoints(Map<String, UpstreamConfig> upstreams) {
    Map<String, List<EndpointReport>> endpoints = new LinkedHashMap<>();
    upstreams.forEach((name, upstream) ->
        endpoints.put(name, upstream.endpoints().stream().map(EndpointConfig::report).toList()));
    return endpoints;
  }
}
