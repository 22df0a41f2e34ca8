package dev.vitrine.gateway.upstream;

import java.time.Duration;

/**
 * What requests have met at an endpoint, and whether it is ejected for it: kept out of use for a
 * while, whatever its readiness. The rules are those of {@code resilience.EjectionPolicy}; here are
 * the facts. Safe for any thread.
 */
public final class FailureRecord {
  /** Whether anything below is not zero; what nearly every request looks at, without a lock. */
  private volatile boolean blemished;

  private int connectFailures;
  private int badAnswers;
  private int ejections;
  private long cleanSinceNanos;
  private volatile long ejectedUntilNanos;
  private volatile Phase phase = Phase.IN_USE;
  private volatile String reason = "";

  /** Whether the endpoint may be used. */
  public enum Phase {
    IN_USE,
    /** Kept out until its time is over. */
    EJECTED,
    /** Its time is over; one request at a time shows whether it is well. */
    ON_TRIAL
  }

  /** Why it was last ejected; empty where it never was. */
  public String reason() {
    return reason;
  }

  public Phase phase() {
    return phase;
  }

  /** When the ejection ends, on the clock of {@link System#nanoTime()}. */
  public long ejectedUntilNanos() {
    return ejectedUntilNanos;
  }

  /** One more connection could not be made; returns how many in a row. */
  public synchronized int connectFailed() {
    blemished = true;
    return ++connectFailures;
  }

  /** One more 5xx or reset; returns how many in a row. */
  public synchronized int answeredBadly() {
    blemished = true;
    connectFailures = 0;
    return ++badAnswers;
  }

  /**
   * It answered well: what came before counts no more, and each clean span takes one from the
   * number of its ejections.
   *
   * @param cleanSpan for which no ejection may have been
   */
  public void answeredWell(long now, Duration cleanSpan) {
    if (blemished) {
      forgive(now, cleanSpan);
    }
  }

  private synchronized void forgive(long now, Duration cleanSpan) {
    connectFailures = 0;
    badAnswers = 0;
    if (phase == Phase.ON_TRIAL) {
      phase = Phase.IN_USE;
      cleanSinceNanos = now;
    }
    while (ejections > 0 && now - cleanSinceNanos >= cleanSpan.toNanos()) {
      ejections--;
      cleanSinceNanos += cleanSpan.toNanos();
    }
    blemished = ejections > 0 || phase != Phase.IN_USE;
  }

  /** How often it has been ejected lately. */
  public synchronized int ejections() {
    return ejections;
  }

  /** Keeps it out of use until then. */
  public synchronized void eject(long untilNanos, String why) {
    blemished = true;
    ejections++;
    connectFailures = 0;
    badAnswers = 0;
    ejectedUntilNanos = untilNanos;
    reason = why;
    phase = Phase.EJECTED;
    cleanSinceNanos = untilNanos;
  }

  /** Lets one request through, once its time is over; returns whether this is the one. */
  public synchronized boolean tryTrial(long now) {
    if (phase == Phase.EJECTED && now - ejectedUntilNanos >= 0) {
      phase = Phase.ON_TRIAL;
      return true;
    }
    return false;
  }

  /** The trial has shown nothing, such as where the client left: another request may try. */
  public synchronized void trialEndedOpen() {
    if (phase == Phase.ON_TRIAL) {
      phase = Phase.EJECTED;
    }
  }

  /** It begins anew. */
  public synchronized void forget() {
    connectFailures = 0;
    badAnswers = 0;
    ejections = 0;
    phase = Phase.IN_USE;
    blemished = false;
  }
}
