package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import java.util.Optional;

/**
 * A host that serves, and where on it.
 *
 * @param weight as {@link EndpointReport#weight()}
 * @param management where it answers {@code /health/ready}; where it names the same host, at each
 *     of its addresses
 */
record Target(String host, int port, int weight, Optional<HostPort> management) {
  Target(String host, int port, int weight) {
    this(host, port, weight, Optional.empty());
  }

  /** The same, asked at this port of the same host. */
  Target managedAt(Optional<Integer> managementPort) {
    return new Target(host, port, weight, managementPort.map(number -> new HostPort(host, number)));
  }

  /** The endpoint at one of the host's addresses. */
  EndpointReport at(String ip) {
    return new EndpointReport(
        new HostPort(ip, port),
        "",
        management.map(told -> told.host().equals(host) ? new HostPort(ip, told.port()) : told),
        EndpointReport.Condition.READY,
        Optional.empty(),
        weight);
  }
}
