package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsNameConfig.Lookup;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the DNS is asked for. */
public sealed interface Wanted {
  /** For a person. */
  String name();

  /** The addresses of hosts; one that is an address itself stands for itself. */
  record Hosts(List<Target> targets) implements Wanted {
    @Override
    public String name() {
      return targets.stream().map(Target::host).distinct().collect(Collectors.joining(", "));
    }
  }

  /** A service (RFC 2782): hosts and ports, and then the addresses of those hosts. */
  record Service(String name, Optional<Integer> managementPort) implements Wanted {}

  /** An upstream that is a name. */
  static Wanted of(DnsNameConfig config) {
    return config.type() == Lookup.SRV
        ? new Service(config.name(), config.managementPort())
        : new Hosts(
            List.of(
                new Target(
                        config.name(), config.port().orElseThrow(), EndpointReport.DEFAULT_WEIGHT)
                    .managedAt(config.managementPort())));
  }

  /** An upstream that is a list, in which there are names. */
  static Wanted of(List<Endpoint> endpoints) {
    return new Hosts(
        endpoints.stream()
            .map(endpoint ->
                new Target(
                    endpoint.address().host(),
                    endpoint.address().port(),
                    EndpointReport.DEFAULT_WEIGHT,
                    endpoint.management()))
            .toList());
  }

  /** One of such a list. */
  record Endpoint(HostPort address, Optional<HostPort> management) {}
}
