package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.source.SourceState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The slices as of the last version heard of, told to the upstream as endpoints. What cannot be
 * used is said once, however often it is heard. For one thread.
 */
final class KnownSlices {
  private final SliceCache cache;
  private final SourceState state;
  private final Set<String> ignored = new HashSet<>();
  private String version = "";

  KnownSlices(SliceCache cache, SourceState state) {
    this.cache = cache;
    this.state = state;
  }

  /** From which version on there may be changes that are not known. */
  String version() {
    return version;
  }

  /** A list is complete. */
  void replace(Collection<EndpointSlice> all, String ofVersion) {
    cache.replace(all);
    version = ofVersion;
    tell();
  }

  /** A slice is new, or has changed; not told yet. */
  void put(EndpointSlice slice) {
    cache.put(slice);
    reached(slice.resourceVersion());
  }

  /** A slice is gone; not told yet. */
  void remove(EndpointSlice slice) {
    cache.remove(slice);
    reached(slice.resourceVersion());
  }

  /** All changes up to this version are known; an empty one says nothing. */
  void reached(String heard) {
    if (!heard.isEmpty()) {
      version = heard;
    }
  }

  /** Tells the endpoints as they are now. */
  void tell() {
    state.tells(cache.reports());
    for (String what : cache.unusable()) {
      if (ignored.add(what)) {
        state.ignores(what);
      }
    }
  }

  /** Tells that they are still the same. */
  void confirm() {
    state.confirms();
  }
}
