package dev.vitrine.gateway.upstream;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The upstreams and their endpoints. Discovery writes whole snapshots; the request path only reads.
 * The names are those of the configuration, for the life of the process.
 */
public final class UpstreamRegistry {
  private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
  private final Clock clock;
  private volatile Optional<Instant> updated = Optional.empty();

  public UpstreamRegistry(Set<String> names, Clock clock) {
    names.forEach(name -> upstreams.put(name, new Upstream(name)));
    this.clock = clock;
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

  /** When discovery last confirmed what is here; empty where it never has. */
  public Optional<Instant> updated() {
    return updated;
  }

  /**
   * Takes over what a source tells. An endpoint that was there keeps all that is known of it; an
   * upstream that the source does not name has no endpoints.
   */
  public synchronized void update(Map<String, List<EndpointAddress>> told) {
    upstreams.forEach(
        (name, upstream) -> upstream.replace(merge(upstream, told.getOrDefault(name, List.of()))));
    updated = Optional.of(clock.instant());
  }

  /** The source was asked, and tells what it told before. */
  public void confirm() {
    updated = Optional.of(clock.instant());
  }

  private List<Endpoint> merge(Upstream upstream, List<EndpointAddress> told) {
    Map<EndpointAddress, Endpoint> known =
        upstream.endpoints().stream()
            .collect(
                Collectors.toMap(
                    endpoint -> new EndpointAddress(endpoint.address(), endpoint.management()),
                    endpoint -> endpoint));
    List<Endpoint> merged = new ArrayList<>();
    for (EndpointAddress address : new LinkedHashSet<>(told)) {
      Endpoint existing = known.get(address);
      merged.add(existing == null ? new Endpoint(address, clock) : existing);
    }
    return merged;
  }
}
