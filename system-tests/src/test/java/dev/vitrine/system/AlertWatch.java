package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who looks at the alerts of a Prometheus until those have come, or gone, that he wants.
 */
record AlertWatch(PrometheusServer prometheus) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An alert of this name, with labels: names and values in turn. */
  static Map<String, String> alert(String name, String... labels) {
    Map<String, String> all = new HashMap<>(Map.of("alertname", name));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    return all;
  }

  /** Waits until each of these has fired; returns all that have fired meanwhile. */
  @SafeVarargs
  final Set<Map<String, String>> awaitFiring(Map<String, String>... wanted) {
    Set<Map<String, String>> seen = new HashSet<>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          seen.addAll(prometheus.alerts());
          for (Map<String, String> labels : wanted) {
            assertThat(seen).anyMatch(alert -> alert.entrySet().containsAll(labels.entrySet()));
          }
        });
    return seen;
  }

  /** Waits until none of these names fires. */
  void awaitResolved(String... names) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain(names));
  }
}
