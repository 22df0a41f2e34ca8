package dev.vitrine.gateway.resilience;

import dev.vitrine.gateway.time.Spread;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.FailureRecord;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import dev.vitrine.gateway.upstream.FailureRecord.Phase;
import dev.vitrine.gateway.upstream.Upstream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Passive health checking of one upstream: keeps an endpoint out of use for a while when its
 * answers, not its probes, say that it is ill. Never so many that the others could not carry the
 * load. After its time an endpoint is tried by one request before it is used again. Safe for any
 * thread.
 */
public final class Ejection {
  private final Upstream upstream;
  private final EjectionConfig config;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;

  /**
   * @param random safe for any thread
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Ejection(
      Upstream upstream, EjectionConfig config, RandomGenerator random, LongSupplier nanoTime) {
    this.upstream = upstream;
    this.config = config;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /** No connection could be made. */
  public void connectFailed(Endpoint endpoint) {
    FailureRecord record = endpoint.failures();
    boolean onTrial = record.phase() == Phase.ON_TRIAL;
    int failures = record.connectFailed();
    if (onTrial || reaches(failures, config.connectFailures())) {
      eject(endpoint, Cause.UNREACHABLE, config.connectEjection(), failures);
    }
  }

  /** It answered by a 5xx, or broke off before it answered. */
  public void answeredBadly(Endpoint endpoint) {
    FailureRecord record = endpoint.failures();
    boolean onTrial = record.phase() == Phase.ON_TRIAL;
    int failures = record.answeredBadly();
    if (onTrial || reaches(failures, config.badAnswers())) {
      Duration span = config.answerEjection().multipliedBy(record.ejections() + 1L);
      eject(endpoint, Cause.BAD_ANSWERS, min(span, config.longest()), failures);
    }
  }

  /** It answered, and not by a 5xx. */
  public void answeredWell(Endpoint endpoint) {
    if (endpoint.failures().answeredWell(nanoTime.getAsLong(), config.cleanSpan())) {
      upstream.reinstated(endpoint);
    }
  }

  /** Nothing was learned, such as where the client left. */
  public void inconclusive(Endpoint endpoint) {
    endpoint.failures().trialEndedOpen();
  }

  private static boolean reaches(int failures, int limit) {
    return limit > 0 && failures >= limit;
  }

  /** One at a time, so that two endpoints are not both ejected as the last one that may be. */
  private synchronized void eject(Endpoint endpoint, Cause cause, Duration span, int failures) {
    FailureRecord record = endpoint.failures();
    if (record.phase() == Phase.EJECTED || (record.phase() == Phase.IN_USE && !mayLose(endpoint))) {
      return;
    }
    Duration out = Spread.by(random).of(span, config.spread());
    long until = nanoTime.getAsLong() + out.toNanos();
    upstream.ejected(endpoint, until, cause, failures);
  }

  private boolean mayLose(Endpoint candidate) {
    int all = 0;
    int ejected = 0;
    boolean othersInUse = false;
    for (Endpoint endpoint : upstream.endpoints()) {
      all++;
      if (endpoint.failures().phase() != Phase.IN_USE) {
        ejected++;
      } else if (endpoint.isReady() && !endpoint.equals(candidate)) {
        othersInUse = true;
      }
    }
    return othersInUse && (ejected + 1) * 100L <= (long) all * config.mostEjected();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
