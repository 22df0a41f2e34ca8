package dev.vitrine.gateway.discovery.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of hosts, as the DNS told of them last. Never changed. */
public final class KnownHosts {
  /** Before anybody was asked. */
  public static final KnownHosts NONE = new KnownHosts(Map.of());

  private final Map<String, Addresses> byName;

  private KnownHosts(Map<String, Addresses> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Those of one host, of either kind. */
  record Addresses(List<String> four, List<String> six) {
    static final Addresses NONE = new Addresses(List.of(), List.of());

    List<String> all() {
      List<String> all = new ArrayList<>(four);
      all.addAll(six);
      return List.copyOf(all);
    }
  }

  static KnownHosts of(Map<String, HostAddresses> hosts) {
    Map<String, Addresses> byName = new HashMap<>();
    hosts.forEach((name, host) -> byName.put(name, host.known()));
    return new KnownHosts(byName);
  }

  /** These, and those of others, which count where both tell of a host. */
  public KnownHosts and(KnownHosts others) {
    Map<String, Addresses> all = new HashMap<>(byName);
    all.putAll(others.byName);
    return new KnownHosts(all);
  }

  /** None, where nothing is known of the host. */
  Addresses of(String host) {
    return byName.getOrDefault(host, Addresses.NONE);
  }
}
