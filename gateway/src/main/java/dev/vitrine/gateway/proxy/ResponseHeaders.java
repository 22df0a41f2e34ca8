package dev.vitrine.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The header and trailer fields that go to the client: the upstream's, without those that end here,
 * and without what the gateway says itself.
 */
final class ResponseHeaders {
  private ResponseHeaders() {}

  /** What may pass. */
  static MultiMap passing(MultiMap upstream) {
    MultiMap passing = MultiMap.caseInsensitiveMultiMap();
    copy(upstream, passing);
    return passing;
  }

  /** Copies what may pass. */
  static void copy(MultiMap upstream, MultiMap client) {
    Set<String> hopByHop = HopByHopHeaders.of(upstream);
    for (Map.Entry<String, String> field : upstream) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!hopByHop.contains(name) && !name.equals(TraceIds.FIELD)) {
        client.add(field.getKey(), field.getValue());
      }
    }
  }
}
