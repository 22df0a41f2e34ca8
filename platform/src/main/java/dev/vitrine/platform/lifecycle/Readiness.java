package dev.vitrine.platform.lifecycle;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether this process wants requests: it has started, it does not drain, and each of its checks is
 * well. Safe for any thread.
 */
public final class Readiness {
  private final Map<String, HealthCheck> checks = new ConcurrentHashMap<>();
  private volatile Phase phase = Phase.STARTING;

  private enum Phase {
    STARTING,
    SERVING,
    DRAINING
  }

  /** Adds a check. Checks are asked in the order of their names. */
  public void require(String name, HealthCheck check) {
    checks.put(name, check);
  }

  /** The process can serve now. */
  public void started() {
    phase = Phase.SERVING;
  }

  /** The process serves what it has, and wants nothing new. */
  public void draining() {
    phase = Phase.DRAINING;
  }

  public boolean isStarted() {
    return phase != Phase.STARTING;
  }

  public boolean isDraining() {
    return phase == Phase.DRAINING;
  }

  /** Every reason why the process is not ready, by the name of the check; empty where it is. */
  Future<Map<String, String>> reasons() {
    return switch (phase) {
      case STARTING -> Future.succeededFuture(Map.of("process", "starting"));
      case DRAINING -> Future.succeededFuture(Map.of("process", "draining"));
      case SERVING -> askAll();
    };
  }

  private Future<Map<String, String>> askAll() {
    Map<String, String> reasons = new TreeMap<>();
    List<Future<?>> asked = new ArrayList<>();
    checks.forEach((name, check) ->
        asked.add(
            check
                .reason()
                .onSuccess(reason -> record(reasons, name, reason))
                .onFailure(bug -> record(reasons, name, Optional.of(bug.toString())))));
    return Future.join(asked).map(reasons).otherwise(reasons);
  }

  private static void record(Map<String, String> reasons, String name, Optional<String> reason) {
    synchronized (reasons) {
      reason.ifPresent(text -> reasons.put(name, text));
    }
  }
}
