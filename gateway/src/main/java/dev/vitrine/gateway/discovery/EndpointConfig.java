package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.util.Optional;

/**
 * One endpoint, as configured.
 *
 * @param address {@code host:port} where it serves; a name stands for each of its addresses
 * @param management {@code host:port} where it answers {@code /health/ready}; without it the
 *     endpoint counts as ready
 */
public record EndpointConfig(
    @Meaning(
            "host:port where it serves, an IPv6 address in brackets; a name stands"
                + " for each of its addresses")
        String address,
    @Meaning("host:port where it answers /health/ready; null: it counts as ready")
        Optional<String> management) {
  private static final String EXPECTED = "host:port, an IPv6 address in brackets";

  public EndpointConfig {
    Require.that(HostPort.parse(address).isPresent(), "address", address, EXPECTED);
    management.ifPresent(
        text -> Require.that(HostPort.parse(text).isPresent(), "management", text, EXPECTED));
  }

  /**
   * Whether it is the name of one or several endpoints, which is looked up in the DNS. The name of
   * this machine itself is not, and stands for one.
   */
  boolean isNamed() {
    String host = hostPort().host();
    return !HostPort.isAddress(host) && !host.equals("localhost");
  }

  HostPort hostPort() {
    return HostPort.parse(address).orElseThrow();
  }

  Optional<HostPort> managementHostPort() {
    return management.flatMap(HostPort::parse);
  }

  EndpointReport report() {
    return EndpointReport.of(hostPort(), managementHostPort());
  }
}
