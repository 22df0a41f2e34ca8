package dev.vitrine.gateway.upstream;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The upstreams, by the names of the configuration. Safe for any thread: the map is replaced, never
 * changed.
 */
public final class UpstreamRegistry {
  private final Clock clock;
  private final LongSupplier nanoTime;
  private volatile Map<String, Upstream> upstreams = Map.of();

  public UpstreamRegistry(Set<String> names, Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    configure(names);
  }

  /** Takes over the names of a configuration; an upstream that was there stays the same. */
  public synchronized void configure(Set<String> names) {
    Map<String, Upstream> configured = new LinkedHashMap<>();
    for (String name : names) {
      Upstream known = upstreams.get(name);
      configured.put(name, known == null ? new Upstream(name, clock, nanoTime) : known);
    }
    upstreams = configured;
  }

  /**
   * The upstream of a name.
   *
   * @throws IllegalArgumentException where the configuration has none
   */
  public Upstream upstream(String name) {
    Upstream upstream = upstreams.get(name);
    if (upstream == null) {
      throw new IllegalArgumentException("no upstream " + name);
    }
    return upstream;
  }

  /** Every upstream, in the order of the configuration. */
  public Collection<Upstream> upstreams() {
    return upstreams.values();
  }

  /** Every endpoint of every upstream. */
  public Stream<Endpoint> endpoints() {
    return upstreams.values().stream().flatMap(upstream -> upstream.endpoints().stream());
  }
}
