package dev.vitrine.gateway;

import dev.vitrine.gateway.balance.BalanceConfig;
import dev.vitrine.gateway.console.ShownUpstream;
import dev.vitrine.gateway.discovery.DiscoveryConfig;
import dev.vitrine.gateway.discovery.EndpointSource;
import dev.vitrine.gateway.proxy.ClientConfig;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The upstreams of a configuration, each with what belongs to it. Never changed. */
final class ServedUpstreams {
  /** Before there is any configuration. */
  static final ServedUpstreams NONE = new ServedUpstreams(Map.of());

  private final Map<String, ServedUpstream> byName;

  private ServedUpstreams(Map<String, ServedUpstream> byName) {
    this.byName = byName;
  }

  /** An upstream, how it is configured, and what is shared of it by all event loops. */
  record ServedUpstream(Upstream upstream, UpstreamConfig config, Resilience resilience) {
    Way way() {
      return new Way(upstream, config.client(), config.balance(), resilience);
    }

    /** What is shown of it, where this tells of endpoints. */
    ShownUpstream shown(DiscoveryConfig discovery) {
      EndpointSource source = config.source();
      return new ShownUpstream(
          upstream, discovery.kindOf(source), discovery.nameOf(source), resilience);
    }
  }

  /** What its proxies depend on: not on where its endpoints are, nor on how those are probed. */
  record Way(
      Upstream upstream, ClientConfig client, BalanceConfig balance, Resilience resilience) {}

  /** Those of another configuration; what is learned of one whose limits stay is kept. */
  ServedUpstreams reconfigured(UpstreamRegistry registry, Map<String, UpstreamConfig> configs) {
    Map<String, ServedUpstream> next = new LinkedHashMap<>();
    configs.forEach((name, config) -> {
      Upstream upstream = registry.upstream(name);
      next.put(name, new ServedUpstream(upstream, config, resilience(upstream, config)));
    });
    return new ServedUpstreams(next);
  }

  Collection<ServedUpstream> all() {
    return byName.values();
  }

  /** The upstream of a name; empty where the configuration has none. */
  Optional<ServedUpstream> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The upstream of a name.
   *
   * @throws IllegalArgumentException where the configuration has none
   */
  ServedUpstream named(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no upstream " + name));
  }

  private Resilience resilience(Upstream upstream, UpstreamConfig config) {
    return find(upstream.name())
        .filter(known -> known.upstream().equals(upstream))
        .filter(known -> known.config().resilience().equals(config.resilience()))
        .map(ServedUpstream::resilience)
        .orElseGet(
            () -> Resilience.of(upstream, config.resilience(), new Random(), System::nanoTime));
  }
}
