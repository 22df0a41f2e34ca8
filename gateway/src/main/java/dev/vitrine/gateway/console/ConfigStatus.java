package dev.vitrine.gateway.console;

import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;

/** How the configuration's file is: when it was last taken over, and why not since. Thread-safe. */
public final class ConfigStatus {
  private final Clock clock;
  private final Counter taken;
  private final Counter refused;
  private volatile View view;

  /**
   * @param file the path of the file; empty where there is none
   */
  public ConfigStatus(String file, Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.view = new View(file, clock.instant(), "", false);
    this.taken = Metric.GATEWAY_CONFIG_RELOADS.counter(meters, "taken");
    this.refused = Metric.GATEWAY_CONFIG_RELOADS.counter(meters, "refused");
    Metric.GATEWAY_CONFIG_FAULTY.gauge(meters, () -> view().fault().isEmpty() ? 0 : 1);
  }

  /**
   * What there is to say.
   *
   * @param fault why the file, as it is now, is not in use; empty where it is
   * @param restartNeeded whether it has values that only a restart takes over
   */
  public record View(String file, Instant loadedAt, String fault, boolean restartNeeded) {}

  /** The file was taken over. */
  public void loaded(boolean restartNeeded) {
    taken.increment();
    view = new View(view.file(), clock.instant(), "", restartNeeded);
  }

  /** The file is what it was when it was taken over. */
  public void confirmed() {
    View now = view;
    view = new View(now.file(), now.loadedAt(), "", now.restartNeeded());
  }

  /** The file cannot be used. */
  public void refused(String why) {
    refused.increment();
    View now = view;
    view = new View(now.file(), now.loadedAt(), why, now.restartNeeded());
  }

  public View view() {
    return view;
  }
}
