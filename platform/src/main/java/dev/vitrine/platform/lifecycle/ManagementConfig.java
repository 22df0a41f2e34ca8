package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.config.Require;

/**
 * Where the management server listens: never an address that the public reaches.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 for a free one
 */
public record ManagementConfig(String host, int port) {
  public ManagementConfig {
    Require.listeningHost("host", host);
    Require.listeningPort("port", port);
  }
}
