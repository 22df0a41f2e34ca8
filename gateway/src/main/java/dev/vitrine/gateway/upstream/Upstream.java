package dev.vitrine.gateway.upstream;

import java.util.List;

/**
 * A service behind the gateway: a name, and the endpoints that serve it now. Safe for any thread.
 */
public final class Upstream {
  private final String name;
  private volatile List<Endpoint> endpoints = List.of();

  Upstream(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** The endpoints now: an immutable snapshot. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** How many of them are ready. */
  public long readyEndpoints() {
    return endpoints.stream().filter(Endpoint::isReady).count();
  }

  void replace(List<Endpoint> current) {
    endpoints = List.copyOf(current);
  }
}
