package dev.vitrine.gateway.upstream;

import dev.vitrine.gateway.upstream.Upstream.StateListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final List<StateListener> listeners = new ArrayList<>();
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
      configured.put(name, known == null ? create(name) : known);
    }
    upstreams = configured;
  }

  /** From now on tells this listener, also of upstreams that a later configuration adds. */
  public synchronized void listen(StateListener listener) {
    listeners.add(listener);
    upstreams.values().forEach(upstream -> upstream.listen(listener));
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

  private Upstream create(String name) {
    Upstream upstream = new Upstream(name, clock, nanoTime);
    listeners.forEach(upstream::listen);
    return upstream;
  }
}
