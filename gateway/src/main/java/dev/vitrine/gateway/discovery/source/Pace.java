package dev.vitrine.gateway.discovery.source;

import dev.vitrine.gateway.time.Spread;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.VertxTimers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * When a source is asked: the time as it sees it, and the chance that keeps many gateways from
 * asking at the same moment. For one thread, which is that of its timers.
 *
 * @param nanoTime as {@link System#nanoTime()}
 */
public record Pace(Timers timers, LongSupplier nanoTime, RandomGenerator random) {
  /** The real time; tasks run on the context that sets them. */
  public static Pace of(Vertx vertx, RandomGenerator random) {
    return new Pace(new VertxTimers(vertx), System::nanoTime, random);
  }

  /** Waits of its own, of which there were none yet; for the bounds see {@link Backoff}. */
  public Backoff backoff(Duration first, Duration most) {
    return new Backoff(first, most, random);
  }

  /** This duration, longer or shorter by chance: by so many percent of it at most. */
  public Duration spread(Duration duration, int percent) {
    return Spread.by(random).of(duration, percent);
  }

  /** The time now. */
  public long now() {
    return nanoTime.getAsLong();
  }
}
