package dev.vitrine.gateway.upstream;

import dev.vitrine.gateway.upstream.Endpoint.Status;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service behind the gateway: a name, and the endpoints that serve it now. Its source of
 * discovery writes whole snapshots; the request path only reads. Safe for any thread.
 */
public final class Upstream {
  private final String name;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final List<StateListener> listeners = new CopyOnWriteArrayList<>();
  private final ConnectionCount connections = new ConnectionCount();
  private volatile List<Endpoint> endpoints = List.of();
  private volatile Source source = new Source(Optional.empty(), "");

  /**
   * An upstream without endpoints.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Upstream(String name, Clock clock, LongSupplier nanoTime) {
    this.name = name;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Told of every endpoint that changes its state, comes, or goes; must not block. */
  @FunctionalInterface
  public interface StateListener {
    /** From whatever thread found the change, after it can be seen. */
    void changed(StateChange change);
  }

  /**
   * An endpoint's way from one state to another.
   *
   * @param before empty for an endpoint that is new
   * @param after empty for an endpoint that is gone
   */
  public record StateChange(
      Upstream upstream,
      Endpoint endpoint,
      Optional<Status> before,
      Optional<Status> after,
      Instant at) {}

  /**
   * How the source of discovery is.
   *
   * @param updated when it last told or confirmed the endpoints; empty where it never has
   * @param fault why it cannot be read now; empty where it can
   */
  public record Source(Optional<Instant> updated, String fault) {}

  public String name() {
    return name;
  }

  /** The endpoints now: an immutable snapshot. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** How many of them are ready. */
  public int readyEndpoints() {
    int ready = 0;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.isReady()) {
        ready++;
      }
    }
    return ready;
  }

  public Source source() {
    return source;
  }

  /**
   * Takes over what a source tells: all endpoints that there are now. One that was there before
   * keeps all that is known of it. Of several reports of the same endpoint the last counts.
   */
  public void update(List<EndpointReport> reports) {
    List<StateChange> changes = new ArrayList<>();
    synchronized (this) {
      Map<EndpointReport.Identity, Endpoint> known =
          endpoints.stream().collect(Collectors.toMap(Endpoint::identity, endpoint -> endpoint));
      Map<EndpointReport.Identity, EndpointReport> told = new LinkedHashMap<>();
      reports.forEach(report -> told.put(report.identity(), report));
      List<Endpoint> now = new ArrayList<>(told.size());
      told.forEach(
          (identity, report) -> now.add(endpoint(known.remove(identity), report, changes)));
      known.values().forEach(gone -> changes.add(gone(gone)));
      endpoints = List.copyOf(now);
      source = new Source(Optional.of(clock.instant()), "");
    }
    changes.forEach(this::tell);
  }

  /** The source was asked, and tells what it told before. */
  public void confirm() {
    source = new Source(Optional.of(clock.instant()), "");
  }

  /** The source cannot be read; what it told last stays. */
  public void sourceFailed(String why) {
    source = new Source(source.updated(), why);
  }

  /**
   * Keeps an endpoint out of use, by the rules of passive health checking.
   *
   * @param untilNanos on the clock of {@link System#nanoTime()}
   * @param failures how many there were
   */
  public void ejected(Endpoint endpoint, long untilNanos, Cause cause, int failures) {
    double seconds = (untilNanos - nanos()) / 1e9;
    String reason =
        String.format(Locale.ROOT, "%s: ejected for %.1f s", cause.words(failures), seconds);
    Status ejected = endpoint.eject(untilNanos, cause, reason);
    tell(
        new StateChange(
            this, endpoint, Optional.of(endpoint.status()), Optional.of(ejected), ejected.since()));
  }

  /** An endpoint that was ejected has shown that it is well. */
  public void reinstated(Endpoint endpoint) {
    Status now = endpoint.status();
    tell(
        new StateChange(this, endpoint, Optional.of(endpoint.ejection()), Optional.of(now), now()));
  }

  /** The connections for requests to its endpoints, with those to endpoints that are gone. */
  public ConnectionCount connections() {
    return connections;
  }

  /** From now on tells this listener. */
  public void listen(StateListener listener) {
    listeners.add(listener);
  }

  /** Tells this listener no more. */
  public void unlisten(StateListener listener) {
    listeners.remove(listener);
  }

  Instant now() {
    return clock.instant();
  }

  long nanos() {
    return nanoTime.getAsLong();
  }

  private Endpoint endpoint(
      @Nullable Endpoint known, EndpointReport report, List<StateChange> changes) {
    if (known != null) {
      known.told(report).ifPresent(changes::add);
      return known;
    }
    Endpoint fresh = new Endpoint(report, this);
    changes.add(new StateChange(this, fresh, Optional.empty(), Optional.of(fresh.status()), now()));
    return fresh;
  }

  private StateChange gone(Endpoint endpoint) {
    endpoint.removed();
    return new StateChange(this, endpoint, Optional.of(endpoint.status()), Optional.empty(), now());
  }

  void tell(StateChange change) {
    listeners.forEach(listener -> listener.changed(change));
  }
}
