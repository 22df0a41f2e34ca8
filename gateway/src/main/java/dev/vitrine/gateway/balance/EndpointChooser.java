package dev.vitrine.gateway.balance;

import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.FailureRecord;
import dev.vitrine.gateway.upstream.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Chooses the endpoint of a request: of those that are ready and not ejected, the better of two
 * drawn at random (Mitzenmacher, 2001), which is nearly as even as asking all, without their
 * herding. Where ejection leaves too few, it is ignored; readiness never is. Where none is ready,
 * those that are on their way out and still serve. For one event loop.
 */
public final class EndpointChooser {
  private final SlowStart slowStart;
  private final double panicShare;
  private final ZonePreference zones;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  // Kept from one request to the next, so that choosing allocates nothing.
  private final List<Endpoint> candidates = new ArrayList<>();

  /**
   * @param zone the gateway's own; empty where it does not matter
   * @param nanoTime as {@link System#nanoTime()}
   */
  public EndpointChooser(
      BalanceConfig config, Optional<String> zone, RandomGenerator random, LongSupplier nanoTime) {
    this.slowStart = new SlowStart(config);
    this.panicShare = config.panicThreshold() / 100.0;
    this.zones = new ZonePreference(zone, random);
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /**
   * The endpoint for a request; empty where there is none.
   *
   * @param tried those that the request has been to, which are not chosen again
   */
  public Optional<Endpoint> choose(Upstream upstream, Collection<Endpoint> tried) {
    long now = nanoTime.getAsLong();
    List<Endpoint> endpoints = upstream.endpoints();
    Optional<Endpoint> trial = trial(endpoints, tried, now);
    if (trial.isPresent()) {
      return trial;
    }
    collect(endpoints, tried, true);
    zones.narrow(candidates);
    return pick(now);
  }

  /** Whether there is one for a request, without choosing it. */
  public boolean canChoose(Upstream upstream, Collection<Endpoint> tried) {
    collect(upstream.endpoints(), tried, true);
    return !candidates.isEmpty();
  }

  /**
   * The same for a request that may still be answered by those it has been to: what is ejected, due
   * for a trial or not, is worth no second one.
   */
  public boolean canHedge(Upstream upstream, Collection<Endpoint> tried) {
    collect(upstream.endpoints(), tried, false);
    return !candidates.isEmpty();
  }

  /** An endpoint whose ejection is over is given back at once: this request tries it. */
  private static Optional<Endpoint> trial(
      List<Endpoint> endpoints, Collection<Endpoint> tried, long now) {
    for (Endpoint endpoint : endpoints) {
      FailureRecord failures = endpoint.failures();
      if (failures.phase() != FailureRecord.Phase.IN_USE
          && endpoint.isReady()
          && !tried.contains(endpoint)
          && failures.tryTrial(now)) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  /**
   * Collects what is ready and in use; in panic, all that is ready; where nothing is, what is just
   * terminating.
   *
   * @param lastResort whether what is ejected is better than nothing
   */
  private void collect(List<Endpoint> endpoints, Collection<Endpoint> tried, boolean lastResort) {
    candidates.clear();
    int ready = 0;
    int inUse = 0;
    for (Endpoint endpoint : endpoints) {
      if (!endpoint.isReady()) {
        continue;
      }
      ready++;
      boolean used = endpoint.failures().phase() == FailureRecord.Phase.IN_USE;
      inUse += used ? 1 : 0;
      if (used && !tried.contains(endpoint)) {
        candidates.add(endpoint);
      }
    }
    if (inUse < ready * panicShare || inUse == 0 || (lastResort && candidates.isEmpty())) {
      collect(endpoints, tried, State.READY);
    }
    if (candidates.isEmpty()) {
      collect(endpoints, tried, State.TERMINATING);
    }
  }

  private void collect(List<Endpoint> endpoints, Collection<Endpoint> tried, State state) {
    candidates.clear();
    for (Endpoint endpoint : endpoints) {
      if (endpoint.status().state() == state && !tried.contains(endpoint)) {
        candidates.add(endpoint);
      }
    }
  }

  private Optional<Endpoint> pick(long now) {
    return switch (candidates.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(candidates.getFirst());
      default -> Optional.of(betterOfTwo(slowStart.applies(candidates, now), now));
    };
  }

  private Endpoint betterOfTwo(boolean sparingNew, long now) {
    int first = random.nextInt(candidates.size());
    // The second is drawn from the others, so that two draws are two endpoints.
    int second = (first + 1 + random.nextInt(candidates.size() - 1)) % candidates.size();
    Endpoint one = candidates.get(first);
    Endpoint other = candidates.get(second);
    boolean oneIsBetter = load(one, other, now) <= load(other, one, now);
    Endpoint better = oneIsBetter ? one : other;
    Endpoint worse = oneIsBetter ? other : one;
    boolean spared =
        sparingNew
            && worse.failures().failuresInARow() == 0
            && random.nextDouble() >= slowStart.share(better, now);
    return spared ? worse : better;
  }

  /**
   * The time that a request would wait behind the others, by what is known; with each failure in a
   * row as much longer, for there are endpoints that fail and may not be ejected.
   */
  private static double load(Endpoint endpoint, Endpoint rival, long now) {
    double latency = endpoint.latency().nanos(now);
    if (latency == 0 || rival.latency().nanos(now) == 0) {
      latency = 1; // nothing is known of one of them: only their requests count
    }
    double failures = endpoint.failures().failuresInARow();
    return (endpoint.inFlight() + 1) * (failures + 1) * latency / endpoint.weight();
  }
}
