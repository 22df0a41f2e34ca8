package dev.vitrine.gateway;

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
  record ServedUpstream(Upstream upstream, UpstreamConfig config, Resilience resilience) {}

  /** Those of another configuration; what is configured as before stays the same object. */
  ServedUpstreams reconfigured(UpstreamRegistry registry, Map<String, UpstreamConfig> configs) {
    Map<String, ServedUpstream> next = new LinkedHashMap<>();
    configs.forEach((name, config) -> {
      ServedUpstream known = byName.get(name);
      next.put(
          name,
          known != null && known.config().equals(config)
              ? known
              : serve(registry.upstream(name), config));
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

  private static ServedUpstream serve(Upstream upstream, UpstreamConfig config) {
    return new ServedUpstream(
        upstream,
        config,
        Resilience.of(upstream, config.resilience(), new Random(), System::nanoTime));
  }
}
