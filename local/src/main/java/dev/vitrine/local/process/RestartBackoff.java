package dev.vitrine.local.process;

import java.time.Duration;

/**
 * How long to wait before a process is started again: 1 s, 2 s, 4 s ... 30 s, and from the start
 * again once it has lived a minute. Used by one thread.
 */
public final class RestartBackoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration GOOD_LIFE = Duration.ofSeconds(60);

  private Duration next = FIRST;

  /** The pause before the next start of a process that has lived this long. */
  public Duration after(Duration lived) {
    Duration pause = lived.compareTo(GOOD_LIFE) >= 0 ? FIRST : next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause;
  }
}
