package dev.vitrine.gateway.security;

import dev.vitrine.gateway.security.client.ProxiesConfig;
import dev.vitrine.gateway.security.header.SecurityHeadersConfig;
import dev.vitrine.gateway.security.limit.EdgeLimitsConfig;
import dev.vitrine.gateway.security.tls.TlsConfig;
import dev.vitrine.gateway.security.token.TokenConfig;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the gateway meets strangers, on all routes alike.
 *
 * @param proxies whose word on the client is taken
 * @param limits what a client must keep to
 * @param headers what answers tell browsers
 * @param tokens whose tokens are taken; none where absent
 * @param tls the certificate; no TLS where absent
 */
public record EdgeConfig(
    ProxiesConfig proxies,
    EdgeLimitsConfig limits,
    SecurityHeadersConfig headers,
    Optional<TokenConfig> tokens,
    Optional<TlsConfig> tls) {

  /**
   * Checks what the routes require against what there is.
   *
   * @param routes by path
   * @param upstreams the names of all upstreams
   * @throws dev.vitrine.platform.config.InvalidConfigurationException for a route whose tokens
   *     nobody could verify, or keys that no upstream has
   */
  public void check(Map<String, RouteProtection> routes, Set<String> upstreams) {
    List<Fault> faults = new ArrayList<>();
    tokens
        .map(TokenConfig::jwksUpstream)
        .filter(upstream -> !upstreams.contains(upstream))
        .ifPresent(upstream ->
            faults.add(
                new Fault(
                    "edge.tokens.jwks-upstream",
                    upstream,
                    "one of " + String.join(", ", upstreams))));
    routes.forEach((path, protection) -> {
      if (tokens.isEmpty() && protection.looksAtTokens()) {
        faults.add(
            new Fault(
                "edge.tokens", "missing", "issuer and keys, as route " + path + " has access"));
      }
    });
    Require.none(faults);
  }
}
