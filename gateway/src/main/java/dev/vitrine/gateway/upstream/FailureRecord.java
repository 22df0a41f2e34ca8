package dev.vitrine.gateway.upstream;

import java.time.Duration;

/**
 * What requests have met at an endpoint, and whether it is ejected for it: kept out of use for a
 * while, whatever its readiness. The rules are those of {@code resilience.Ejection}; here are the
 * facts. Safe for any thread.
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
  private Cause cause = Cause.UNREACHABLE;

  /** Whether the endpoint may be used. */
  public enum Phase {
    IN_USE,
    /** Kept out until its time is over. */
    EJECTED,
    /** Its time is over; one request at a time shows whether it is well. */
    ON_TRIAL
  }

  /** What an endpoint is ejected for. */
  public enum Cause {
    UNREACHABLE("unreachable", "refused connection"),
    BAD_ANSWERS("bad-answers", "bad answer");

    private final String label;
    private final String noun;

    Cause(String label, String noun) {
      this.label = label;
      this.noun = noun;
    }

    /** As a label of metrics. */
    public String label() {
      return label;
    }

    /** So many of them, for a person. */
    String words(int count) {
      return count == 1 ? "1 " + noun : "%d %ss in a row".formatted(count, noun);
    }
  }

  public Phase phase() {
    return phase;
  }

  /** What it was ejected for the last time. */
  public synchronized Cause cause() {
    return cause;
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
   * number of its ejections. Returns whether that ended an ejection.
   *
   * @param cleanSpan for which no ejection may have been
   */
  public boolean answeredWell(long now, Duration cleanSpan) {
    return blemished && forgive(now, cleanSpan);
  }

  private synchronized boolean forgive(long now, Duration cleanSpan) {
    boolean onTrial = phase == Phase.ON_TRIAL;
    connectFailures = 0;
    badAnswers = 0;
    if (onTrial) {
      phase = Phase.IN_USE;
      cleanSinceNanos = now;
    }
    while (ejections > 0 && now - cleanSinceNanos >= cleanSpan.toNanos()) {
      ejections--;
      cleanSinceNanos += cleanSpan.toNanos();
    }
    blemished = ejections > 0 || phase != Phase.IN_USE;
    return onTrial;
  }

  /** How many requests in a row have met a failure there. */
  public int failuresInARow() {
    return blemished ? countFailures() : 0;
  }

  private synchronized int countFailures() {
    return connectFailures + badAnswers;
  }

  /** How often it has been ejected lately. */
  public synchronized int ejections() {
    return ejections;
  }

  /** Keeps it out of use until then. By {@link Upstream#ejected}, which tells of it. */
  synchronized void eject(long untilNanos, Cause why) {
    blemished = true;
    ejections++;
    connectFailures = 0;
    badAnswers = 0;
    ejectedUntilNanos = untilNanos;
    cause = why;
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

  /**
   * A probe has reached it: an ejection for being out of reach is over. Returns whether there was
   * one.
   */
  synchronized boolean reached() {
    boolean over = phase != Phase.IN_USE && cause == Cause.UNREACHABLE;
    if (over) {
      phase = Phase.IN_USE;
    }
    return over;
  }

  /** It begins anew. */
  synchronized void forget() {
    connectFailures = 0;
    badAnswers = 0;
    ejections = 0;
    phase = Phase.IN_USE;
    blemished = false;
  }
}
