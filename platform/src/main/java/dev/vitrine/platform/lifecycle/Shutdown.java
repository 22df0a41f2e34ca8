package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done when the process is asked to stop: the steps, last declared first, each waited
 * for. A step that fails is logged and does not keep the others from their turn.
 */
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  /** One step; runs on a thread of its own and may block. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  private record Step(String name, Action action) {}

  /** Declares a step to be taken before those that are declared already. */
  public synchronized void then(String name, Action action) {
    steps.push(new Step(name, action));
  }

  synchronized void run() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.action().run();
      } catch (Exception failure) {
        LogEvent.SHUTDOWN_STEP_FAILED
            .error(LOG)
            .addKeyValue(LogField.STEP.key(), step.name())
            .setCause(failure)
            .log("a step of the shutdown failed");
      }
    }
  }
}
