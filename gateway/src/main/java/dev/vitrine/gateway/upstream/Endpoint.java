package dev.vitrine.gateway.upstream;

import dev.vitrine.gateway.upstream.Upstream.StateChange;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One process that serves an upstream's requests. Lives as long as discovery tells of it, through
 * any number of updates, so that what is known of it is not lost. Safe for any thread.
 */
public final class Endpoint {
  private final HostPort address;
  private final Optional<HostPort> management;
  private final SocketAddress socketAddress;
  private final Upstream upstream;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LatencyAverage latency = new LatencyAverage();
  private final FailureRecord failures = new FailureRecord();
  private volatile EndpointReport report;
  private volatile Probe probe;
  private volatile Status status;
  private volatile Status ejection;
  private volatile long readySinceNanos;
  private volatile boolean present = true;

  Endpoint(EndpointReport report, Upstream upstream) {
    this.address = report.address();
    this.management = report.management();
    this.socketAddress = report.address().socketAddress();
    this.upstream = upstream;
    this.report = report;
    this.probe = management.isPresent() ? Probe.PENDING : Probe.NONE;
    this.status = assess(upstream.now());
    this.ejection = status;
    this.readySinceNanos = upstream.nanos();
  }

  /** Whether an endpoint may get requests. */
  public enum State {
    /** Nobody has asked it yet. */
    UNKNOWN,
    READY,
    /** On its way out, and still serving: for requests that nobody else can take. */
    TERMINATING,
    NOT_READY,
    /** Ready by its own word, and kept out of use for what requests have met there. */
    EJECTED
  }

  /**
   * What is known of an endpoint's readiness.
   *
   * @param reason why, for a person
   * @param since when the state became this one
   */
  public record Status(State state, String reason, Instant since) {}

  /** What an active probe found last. */
  private record Probe(State state, String reason) {
    static final Probe NONE = new Probe(State.READY, "not probed: it has no management address");
    static final Probe PENDING = new Probe(State.UNKNOWN, "not probed yet");
  }

  public HostPort address() {
    return address;
  }

  /** Where it tells whether it is ready. */
  public Optional<HostPort> management() {
    return management;
  }

  /** Where to connect. */
  public SocketAddress socketAddress() {
    return socketAddress;
  }

  /** The zone that it runs in; empty where the source does not know. */
  public Optional<String> zone() {
    return report.zone();
  }

  /** Its share of requests, relative to the others. */
  public int weight() {
    return report.weight();
  }

  public Status status() {
    return status;
  }

  /** The same, for a person: an endpoint that is ready and ejected is shown as that. */
  public Status shown() {
    boolean out = isReady() && failures.phase() != FailureRecord.Phase.IN_USE;
    return out ? ejection : status;
  }

  public boolean isReady() {
    return status.state() == State.READY;
  }

  /** When it last became ready, on the clock of {@link System#nanoTime()}. */
  public long readySinceNanos() {
    return readySinceNanos;
  }

  /** Whether discovery still tells of it. One that is gone gets no new requests. */
  public boolean isPresent() {
    return present;
  }

  /** How long it takes to answer. */
  public LatencyAverage latency() {
    return latency;
  }

  /** What requests have met at it. */
  public FailureRecord failures() {
    return failures;
  }

  /** Requests that it has now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Requests that it has had so far, those included. */
  public long requests() {
    return requests.sum();
  }

  /** A request goes to it. */
  public void acquire() {
    inFlight.incrementAndGet();
    requests.increment();
  }

  /** A request that went to it has ended. */
  public void release() {
    inFlight.decrementAndGet();
  }

  /**
   * Says what a probe has found.
   *
   * @param state {@link State#READY} or {@link State#NOT_READY}
   */
  public void probed(State state, String reason) {
    boolean reinstated = state == State.READY && failures.reached();
    Optional<StateChange> change;
    synchronized (this) {
      probe = new Probe(state, reason);
      change = reassess();
    }
    change.ifPresent(upstream::tell);
    if (reinstated && change.isEmpty() && isReady()) {
      upstream.reinstated(this);
    }
  }

  EndpointReport.Identity identity() {
    return report.identity();
  }

  /** Takes over what the source tells now; returns what has changed by that. */
  synchronized Optional<StateChange> told(EndpointReport now) {
    report = now;
    return reassess();
  }

  /** Keeps it out of use until then; returns what a person is told. */
  Status eject(long untilNanos, FailureRecord.Cause cause, String reason) {
    ejection = new Status(State.EJECTED, reason, upstream.now());
    failures.eject(untilNanos, cause);
    return ejection;
  }

  Status ejection() {
    return ejection;
  }

  /** Discovery tells of it no more. */
  void removed() {
    present = false;
  }

  private Optional<StateChange> reassess() {
    Status before = status;
    Status after = assess(upstream.now());
    if (after.state() == before.state()) {
      status = new Status(after.state(), after.reason(), before.since());
      return Optional.empty();
    }
    if (after.state() == State.READY) {
      readySinceNanos = upstream.nanos();
      failures.forget();
    }
    status = after;
    return Optional.of(
        new StateChange(upstream, this, Optional.of(before), Optional.of(after), after.since()));
  }

  /** The source has the word; where it is content, the probe has. */
  private Status assess(Instant now) {
    return switch (report.condition()) {
      case NOT_READY -> new Status(State.NOT_READY, "discovery says so", now);
      case TERMINATING -> new Status(State.TERMINATING, "discovery says so", now);
      case READY -> new Status(probe.state(), probe.reason(), now);
    };
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
