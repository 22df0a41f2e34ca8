package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The slices of one Service as they are known now, and the endpoints that they make together.
 *
 * <p>An endpoint may be in several slices at a time, while the control plane moves it from one to
 * another, and they may not agree on it. Of several entries for the same address the best counts:
 * ready before terminating before not ready, as kube-proxy has it: a pod that is gone can leave its
 * address to another while its own entry is still there. Among equals the slice whose name comes
 * first counts, so that the same slices always make the same endpoints. A pod of a dual-stack
 * Service is in slices of both families; it is one endpoint, by its IPv4 address.
 *
 * <p>For one thread.
 */
final class SliceCache {
  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparing((Entry entry) -> entry.report().condition()).thenComparing(Entry::type);

  private final PortRef port;
  private final Optional<PortRef> management;
  private final Map<String, EndpointSlice> slices = new TreeMap<>();

  /**
   * Of no slices yet.
   *
   * @param port where requests go
   * @param management where endpoints tell whether they are ready
   */
  SliceCache(PortRef port, Optional<PortRef> management) {
    this.port = port;
    this.management = management;
  }

  private record Entry(EndpointReport report, AddressType type) {}

  /** There are these slices, and no others. */
  void replace(Collection<EndpointSlice> all) {
    slices.clear();
    all.forEach(this::put);
  }

  /** A slice is new, or has changed. */
  void put(EndpointSlice slice) {
    slices.put(slice.name(), slice);
  }

  /** A slice is gone. */
  void remove(EndpointSlice slice) {
    slices.remove(slice.name());
  }

  /** All endpoints, each once. */
  List<EndpointReport> reports() {
    Map<HostPort, Entry> byAddress = new LinkedHashMap<>();
    for (EndpointSlice slice : slices.values()) {
      OptionalInt number = port.at(slice);
      if (slice.addressType() != AddressType.FQDN && number.isPresent()) {
        slice.endpoints().stream()
            .map(endpoint -> entry(slice, endpoint, number.getAsInt()))
            .forEach(entry -> byAddress.merge(entry.report().address(), entry, SliceCache::best));
      }
    }
    Map<String, Entry> byPod = new HashMap<>();
    byAddress.values().forEach(entry -> byPod.merge(pod(entry), entry, SliceCache::best));
    return byAddress.values().stream()
        .filter(entry -> entry.equals(byPod.get(pod(entry))))
        .map(Entry::report)
        .toList();
  }

  /** What is in the slices and cannot be used, for a person. */
  Set<String> unusable() {
    Set<String> unusable = new TreeSet<>();
    for (EndpointSlice slice : slices.values()) {
      if (slice.addressType() == AddressType.FQDN) {
        unusable.add("slices with addressType FQDN are not used");
      } else if (!slice.endpoints().isEmpty() && port.at(slice).isEmpty()) {
        unusable.add("slices without the TCP port " + port + " are not used");
      } else if (management.isPresent() && management.get().at(slice).isEmpty()) {
        unusable.add("endpoints without the TCP port " + management.get() + " are not probed");
      }
    }
    return unusable;
  }

  private Entry entry(EndpointSlice slice, EndpointSlice.Endpoint endpoint, int number) {
    Function<Integer, HostPort> at = it -> new HostPort(endpoint.address(), it);
    OptionalInt managed = management.map(it -> it.at(slice)).orElse(OptionalInt.empty());
    EndpointReport report =
        new EndpointReport(
            at.apply(number),
            endpoint.uid(),
            managed.isPresent() ? Optional.of(at.apply(managed.getAsInt())) : Optional.empty(),
            condition(endpoint),
            endpoint.zone(),
            EndpointReport.DEFAULT_WEIGHT);
    return new Entry(report, slice.addressType());
  }

  /** A Service may publish endpoints as ready whatever they are: terminating weighs more. */
  private static Condition condition(EndpointSlice.Endpoint endpoint) {
    if (endpoint.terminating()) {
      return endpoint.serving() ? Condition.TERMINATING : Condition.NOT_READY;
    }
    return endpoint.ready() ? Condition.READY : Condition.NOT_READY;
  }

  private static Entry best(Entry one, Entry other) {
    return BEST_FIRST.compare(other, one) < 0 ? other : one;
  }

  private static String pod(Entry entry) {
    EndpointReport report = entry.report();
    return report.uid().isEmpty()
        ? report.address().toString()
        : report.uid() + ":" + report.address().port();
  }
}
