package dev.vitrine.gateway.console;

import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the requests that got no answer from an upstream but one that the gateway made itself, by
 * its reason. There is a series for each reason and no more, whatever clients send. Safe for any
 * thread.
 */
public final class Rejections {
  /** Beyond so many reasons the rest is one, so that a mistake elsewhere cannot fill the memory. */
  private static final int MOST = 64;

  private static final String OTHER = "other";

  private final MeterRegistry meters;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /**
   * @param expected reasons that are shown before there is any
   */
  public Rejections(MeterRegistry meters, Collection<String> expected) {
    this.meters = meters;
    expected.forEach(this::counter);
  }

  /**
   * There is one more.
   *
   * @param reason as in the type of the problem that was the answer
   */
  public void count(String reason) {
    counter(reason).increment();
  }

  private Counter counter(String reason) {
    Counter known = counters.get(reason);
    if (known != null) {
      return known;
    }
    String label = counters.size() < MOST ? reason : OTHER;
    return counters.computeIfAbsent(label, fresh -> Metric.GATEWAY_REJECTED.counter(meters, fresh));
  }
}
