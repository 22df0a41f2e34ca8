package dev.vitrine.gateway.resilience;

import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import dev.vitrine.platform.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Holds requests of an upstream that has no endpoint for them, until one is ready: a moment without
 * any, as in a deploy, is a moment of waiting and not of errors. Bounded in time and number. Safe
 * for any thread.
 */
public final class Hold {
  private final Upstream upstream;
  private final int most;
  private final StateListener release = change -> release();
  private final Set<Held> held = new LinkedHashSet<>();

  /**
   * @param most requests at once; beyond, they are not held
   */
  public Hold(Upstream upstream, int most) {
    this.upstream = upstream;
    this.most = most;
  }

  private record Held(Promise<Boolean> promise, Executor caller) {}

  /**
   * Waits for a change of the upstream's endpoints; completes with whether there was one, {@code
   * false} where the time is over, or too many wait already.
   *
   * @param loop where the future completes, in the context of the caller
   * @param there whether the change that is waited for has been made meanwhile
   */
  public Future<Boolean> awaitChange(Duration longest, EventLoop loop, BooleanSupplier there) {
    Held request = new Held(Promise.promise(), loop.forCaller());
    synchronized (this) {
      if (held.size() >= most || longest.isZero() || longest.isNegative()) {
        return Future.succeededFuture(false);
      }
      if (held.isEmpty()) {
        upstream.listen(release);
      }
      held.add(request);
    }
    // What came between the caller's look and the listener's first would be missed otherwise.
    if (there.getAsBoolean()) {
      forget(request);
      return Future.succeededFuture(true);
    }
    Timers.Cancellation timeout =
        loop.after(
            longest,
            () -> {
              forget(request);
              request.promise().tryComplete(false);
            });
    return request.promise().future().onComplete(changed -> timeout.cancel());
  }

  /** Holds a request no longer, as its client has left: it completes with {@code false}. */
  public void forget(Future<Boolean> awaited) {
    List<Held> left;
    synchronized (this) {
      left = held.stream().filter(it -> it.promise().future().equals(awaited)).toList();
    }
    left.forEach(request -> {
      forget(request);
      request.promise().tryComplete(false);
    });
  }

  /** How many wait now. */
  public synchronized int waiting() {
    return held.size();
  }

  private synchronized void forget(Held request) {
    if (held.remove(request) && held.isEmpty()) {
      upstream.unlisten(release);
    }
  }

  private void release() {
    List<Held> all;
    synchronized (this) {
      all = List.copyOf(held);
      held.clear();
      upstream.unlisten(release);
    }
    all.forEach(request -> request.caller().execute(() -> request.promise().tryComplete(true)));
  }
}
