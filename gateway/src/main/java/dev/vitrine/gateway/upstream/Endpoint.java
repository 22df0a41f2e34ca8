package dev.vitrine.gateway.upstream;

import io.vertx.core.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process that serves an upstream's requests. Lives as long as discovery tells of it, through
 * any number of updates, so that what is known of it is not lost. Safe for any thread; the status
 * is written by whoever probes it.
 */
public final class Endpoint {
  private final EndpointAddress identity;
  private final SocketAddress socketAddress;
  private final Clock clock;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile Status status;

  Endpoint(EndpointAddress identity, Clock clock) {
    this.identity = identity;
    this.socketAddress = identity.address().socketAddress();
    this.clock = clock;
    this.status =
        identity.management().isPresent()
            ? new Status(State.UNKNOWN, "not probed yet", clock.instant())
            : new Status(State.READY, "not probed: it has no management address", clock.instant());
  }

  /** Whether an endpoint may get requests. */
  public enum State {
    /** Nobody has asked it yet. */
    UNKNOWN,
    READY,
    NOT_READY
  }

  /**
   * What is known of an endpoint's readiness.
   *
   * @param reason why, for a person
   * @param since when the state became this one
   */
  public record Status(State state, String reason, Instant since) {}

  public HostPort address() {
    return identity.address();
  }

  public Optional<HostPort> management() {
    return identity.management();
  }

  /** Where to connect. */
  public SocketAddress socketAddress() {
    return socketAddress;
  }

  public Status status() {
    return status;
  }

  public boolean isReady() {
    return status.state() == State.READY;
  }

  /** Says what a probe has found. Keeps the time of the last change. Called by one thread. */
  public void probed(State state, String reason) {
    Status before = status;
    status = new Status(state, reason, before.state() == state ? before.since() : clock.instant());
  }

  /** Requests that it has now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** A request goes to it. */
  public void acquire() {
    inFlight.incrementAndGet();
  }

  /** A request that went to it has ended. */
  public void release() {
    inFlight.decrementAndGet();
  }

  @Override
  public String toString() {
    return identity.address().toString();
  }
}
