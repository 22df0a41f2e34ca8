package dev.vitrine.gateway;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The upstreams of a configuration, each with what belongs to it. */
final class ServedUpstreams {
  private final Map<String, ServedUpstream> byName = new LinkedHashMap<>();

  /** An upstream, how it is configured, and what is shared of it by all event loops. */
  record ServedUpstream(Upstream upstream, UpstreamConfig config, Resilience resilience) {}

  ServedUpstreams(UpstreamRegistry registry, Map<String, UpstreamConfig> configs) {
    configs.forEach((name, config) -> {
      Upstream upstream = registry.upstream(name);
      Resilience resilience =
          Resilience.of(upstream, config.resilience(), new Random(), System::nanoTime);
      byName.put(name, new ServedUpstream(upstream, config, resilience));
    });
  }

  Collection<ServedUpstream> all() {
    return byName.values();
  }

  /**
   * The upstream of a name.
   *
   * @throws IllegalArgumentException where the configuration has none
   */
  ServedUpstream named(String name) {
    ServedUpstream served = byName.get(name);
    if (served == null) {
      throw new IllegalArgumentException("no upstream " + name);
    }
    return served;
  }
}
