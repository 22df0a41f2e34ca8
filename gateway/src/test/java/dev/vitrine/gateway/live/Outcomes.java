package dev.vitrine.gateway.live;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What has come of all requests of a load. Any thread. */
final class Outcomes implements Consumer<Exchange> {
  private final Map<String, AtomicLong> kinds = new ConcurrentHashMap<>();
  private final Set<Long> donePosts = ConcurrentHashMap.newKeySet();
  private final Set<Long> failedPosts = ConcurrentHashMap.newKeySet();
  private final Set<Long> brokenOff = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();

  @Override
  public void accept(Exchange exchange) {
    count.incrementAndGet();
    kinds.computeIfAbsent(exchange.kind(), first -> new AtomicLong()).incrementAndGet();
    if (exchange.isPost()) {
      (exchange.isDone() ? donePosts : failedPosts).add(exchange.id());
    }
    if (exchange.isBrokenOff()) {
      brokenOff.add(exchange.id());
    }
  }

  long count() {
    return count.get();
  }

  /** How often each kind has come, in the order of their names. */
  Map<String, Long> kinds() {
    return kinds.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, it -> it.getValue().get(), Long::sum, TreeMap::new));
  }

  /** The POSTs that were answered as they should be. */
  Set<Long> donePosts() {
    return donePosts;
  }

  /** The other POSTs. */
  Set<Long> failedPosts() {
    return failedPosts;
  }

  /** The requests whose answers had begun, and never came to an end. */
  Set<Long> brokenOff() {
    return brokenOff;
  }
}
