package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.discovery.dns.DnsNameConfig;
import dev.vitrine.gateway.discovery.kubernetes.KubernetesConfig;
import dev.vitrine.platform.config.Require;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the endpoints of one upstream come from: one of these, or the list, which may be empty. */
public record EndpointSource(
    List<EndpointConfig> endpoints,
    Optional<KubernetesConfig> kubernetes,
    Optional<DnsNameConfig> dns) {
  public EndpointSource {
    Require.that(dns.isEmpty() || kubernetes.isEmpty(), "dns", "a name", "none beside kubernetes");
    Require.that(
        endpoints.isEmpty() || (kubernetes.isEmpty() && dns.isEmpty()),
        "endpoints",
        endpoints.size() + " endpoints",
        "none beside kubernetes or dns");
  }

  SourceKind kind() {
    if (kubernetes.isPresent()) {
      return SourceKind.KUBERNETES;
    }
    return dns.isPresent() || hasNames() ? SourceKind.DNS : SourceKind.STATIC;
  }

  /** Whether there are names in the list. */
  boolean hasNames() {
    return endpoints.stream().anyMatch(EndpointConfig::isNamed);
  }

  /** What is asked for: a Service, a name; empty where nobody is asked. */
  String name() {
    return kubernetes
        .map(service ->
            service.namespace().map(namespace -> namespace + "/").orElse("") + service.service())
        .or(() -> dns.map(DnsNameConfig::name))
        .orElseGet(() ->
            endpoints.stream()
                .filter(EndpointConfig::isNamed)
                .map(endpoint -> endpoint.hostPort().host())
                .distinct()
                .collect(Collectors.joining(", ")));
  }
}
