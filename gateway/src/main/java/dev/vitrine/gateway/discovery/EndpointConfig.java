package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.platform.config.Require;
import java.util.Optional;

/**
 * One endpoint, as configured.
 *
 * @param address {@code host:port} where it serves
 * @param management {@code host:port} where it answers {@code /health/ready}; without it the
 *     endpoint counts as ready
 */
public record EndpointConfig(String address, Optional<String> management) {
  private static final String EXPECTED = "host:port, an IPv6 address in brackets";

  public EndpointConfig {
    Require.that(HostPort.parse(address).isPresent(), "address", address, EXPECTED);
    management.ifPresent(
        text -> Require.that(HostPort.parse(text).isPresent(), "management", text, EXPECTED));
  }

  EndpointReport report() {
    return EndpointReport.of(
        HostPort.parse(address).orElseThrow(), management.flatMap(HostPort::parse));
  }
}
