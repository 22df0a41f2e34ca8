package dev.vitrine.platform.lifecycle;

import io.vertx.core.Future;
import java.util.Optional;

/** One thing that must be well before requests may come. */
@FunctionalInterface
public interface HealthCheck {
  /** Why it is not well, or empty where it is. Never fails; called on an event loop. */
  Future<Optional<String>> reason();
}
