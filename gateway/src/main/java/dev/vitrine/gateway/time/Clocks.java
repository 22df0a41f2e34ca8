package dev.vitrine.gateway.time;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two times there are.
 *
 * @param wall what others mean by the time: it may be set, and jump
 * @param nanoTime as {@link System#nanoTime()}: for how long something takes
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
  /** Those of the system. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), System::nanoTime);
  }
}
