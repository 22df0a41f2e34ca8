package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.discovery.dns.DnsConfig;
import dev.vitrine.gateway.discovery.kubernetes.ApiServerConfig;
import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where endpoints come from.
 *
 * @param file a file that lists them, watched; it need not be there yet
 * @param poll how often the file is looked at
 * @param kubernetes the API server, for upstreams that are Services
 * @param dns the name servers, for upstreams that are names
 */
public record DiscoveryConfig(
    Optional<Path> file, Duration poll, ApiServerConfig kubernetes, DnsConfig dns) {
  public DiscoveryConfig {
    Require.between("poll", poll, Duration.ofMillis(10), Duration.ofMinutes(1));
  }

  /** What tells of an upstream's endpoints: the file, where there is one, else its own source. */
  public SourceKind kindOf(EndpointSource source) {
    return file.isPresent() ? SourceKind.FILE : source.kind();
  }

  /** Which file, Service, or name in the DNS that is; empty for the configuration itself. */
  public String nameOf(EndpointSource source) {
    return file.map(Path::toString).orElseGet(source::name);
  }
}
