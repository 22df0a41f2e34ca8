package dev.vitrine.gateway.time;

import dev.vitrine.platform.time.Timers;
import java.util.concurrent.Executor;

/**
 * An event loop, for those whose state belongs to it: what is done there is done one after the
 * other. Tasks may be given to it by any thread, timers only there. A fake one needs no time.
 */
public interface EventLoop extends Timers, Executor {
  /**
   * The same event loop, for what is to go on as the calling code does, which runs there: for the
   * request that it works for, by which spans, metrics and logs know it.
   */
  Executor forCaller();

  /** The time there, as {@link System#nanoTime()}. */
  long nanoTime();
}
