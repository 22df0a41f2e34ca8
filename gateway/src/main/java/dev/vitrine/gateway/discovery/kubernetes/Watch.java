package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.kubernetes.ApiServer.Watcher;
import dev.vitrine.gateway.discovery.source.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One watch, from the question to its end: hands on what it tells, and sees to it that one that
 * tells nothing does not stay. For one thread.
 */
final class Watch implements Watcher {
  /** How much longer than it was asked to an API server may keep a watch open. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A watch that lives this long, or tells of something, is one that works. */
  private static final Duration PROOF = Duration.ofSeconds(2);

  private final Steps steps;
  private final Pace pace;
  private final KnownSlices known;
  private final Recovery recovery;
  private final Runnable again;
  private Duration silence = Duration.ZERO;
  private int mine;
  private long asked;
  private long until;
  private long heard;
  private boolean opened;
  private boolean proven;

  /**
   * One that has not been asked for; each is asked for once.
   *
   * @param again begins the next one, where this one ended
   */
  Watch(Steps steps, Pace pace, KnownSlices known, Recovery recovery, Runnable again) {
    this.steps = steps;
    this.pace = pace;
    this.known = known;
    this.recovery = recovery;
    this.again = again;
  }

  /**
   * Asks for it, from the version that is known on.
   *
   * @param timeout when the API server is to end it
   * @param silence without a byte, after which it is over
   */
  void open(ApiServer api, Duration timeout, Duration silence) {
    this.silence = silence;
    mine = steps.next();
    asked = pace.now();
    heard = asked;
    until = asked + timeout.plus(GRACE).toNanos();
    steps.asks(api.watch(known.version(), timeout, this));
    attend();
  }

  @Override
  public void opened() {
    if (steps.isCurrent(mine)) {
      opened = true;
      recovery.accepted();
      heard = pace.now();
      attend();
    }
  }

  @Override
  public void heard(List<WatchEvent> events) {
    if (!steps.isCurrent(mine)) {
      return;
    }
    heard = pace.now();
    boolean changed = false;
    for (WatchEvent event : events) {
      switch (event) {
        case WatchEvent.Changed(EndpointSlice slice) -> {
          known.put(slice);
          changed = true;
        }
        case WatchEvent.Deleted(EndpointSlice slice) -> {
          known.remove(slice);
          changed = true;
        }
        case WatchEvent.Bookmark(String version) -> known.reached(version);
        case WatchEvent.Failed(Failure failure) -> {
          tell(changed);
          recovery.failed(failure);
          return;
        }
      }
      prove();
    }
    tell(changed);
  }

  @Override
  public void closed(Optional<Failure> failure) {
    if (!steps.isCurrent(mine)) {
      return;
    }
    if (proven && failure.isPresent() && failure.get() instanceof Failure.Unreachable) {
      recovery.brokeOff(again);
    } else if (failure.isPresent()) {
      recovery.watchFailed(failure.get(), proven, again);
    } else if (pace.now() - asked >= PROOF.toNanos()) {
      prove();
      again.run();
    } else {
      recovery.endedEarly(proven, again);
    }
  }

  private void tell(boolean changed) {
    if (changed) {
      known.tell();
    } else if (proven) {
      known.confirm();
    }
  }

  private void prove() {
    if (!proven) {
      proven = true;
      known.confirm();
      recovery.proven();
    }
  }

  /** Looks after what depends on time alone, and sets the clock to look again. */
  private void attend() {
    long now = pace.now();
    long silentAt = heard + (opened ? silence : ApiServer.ANSWER_TIMEOUT).toNanos();
    long provenAt = asked + PROOF.toNanos();
    if (!opened && silentAt - now <= 0) {
      recovery.watchFailed(new Failure.Unreachable("no watch in time"), proven, again);
    } else if (silentAt - now <= 0 || until - now <= 0) {
      again.run();
    } else {
      if (opened && provenAt - now <= 0) {
        prove();
      }
      long next = Math.min(silentAt - now, until - now);
      boolean awaitsProof = opened && !proven;
      long delay = awaitsProof ? Math.min(next, provenAt - now) : next;
      steps.alarm(Duration.ofNanos(delay), this::attend);
    }
  }
}
