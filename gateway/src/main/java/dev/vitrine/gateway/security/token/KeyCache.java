package dev.vitrine.gateway.security.token;

import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys as last fetched. A fetch that fails keeps those that are there. For unknown ids they are
 * fetched again, but not more often than a bound allows, whatever ids tokens make up. Safe for any
 * thread.
 */
final class KeyCache {
  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

  private final KeySource source;
  private final LongSupplier nanoTime;
  private final long atMostNanos;
  private final AtomicReference<@Nullable Future<Void>> underWay = new AtomicReference<>();
  private volatile KeySet keys = KeySet.empty();
  private volatile Optional<String> fault = Optional.of("not fetched yet");
  private final LongAdder failures = new LongAdder();
  // Of the last fetch that was of use; there was none as long as there are no keys.
  private volatile long fetched;
  // Guarded by this.
  private long lastStart;
  private boolean started;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param atMostNanos least time between the starts of two fetches for unknown ids
   */
  KeyCache(KeySource source, LongSupplier nanoTime, long atMostNanos) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.atMostNanos = atMostNanos;
  }

  KeySet keys() {
    return keys;
  }

  /** Why the last fetch was of no use; empty where it was. */
  Optional<String> fault() {
    return fault;
  }

  /** How many fetches were of no use. */
  long failures() {
    return failures.sum();
  }

  /** How long ago the keys were fetched; empty where they never were. */
  Optional<Duration> age() {
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - fetched));
  }

  /**
   * Fetches again for an id that is not known, or joins the fetch under way.
   *
   * @return empty where it was too recently that one began; else completes with its end, never
   *     fails
   */
  Optional<Future<Void>> refreshForUnknown() {
    Future<Void> current = underWay.get();
    if (current != null) {
      return Optional.of(current);
    }
    return mayStart() ? Optional.of(refresh()) : Optional.empty();
  }

  /** Fetches now, or joins the fetch under way; completes with its end, never fails. */
  Future<Void> refresh() {
    Promise<Void> mine = Promise.promise();
    Future<Void> other = underWay.compareAndExchange(null, mine.future());
    if (other != null) {
      return other;
    }
    synchronized (this) {
      started = true;
      lastStart = nanoTime.getAsLong();
    }
    fetch()
        .onComplete(done -> {
          if (done.failed()) {
            failures.increment();
            tell(String.valueOf(done.cause().getMessage()));
          }
          underWay.set(null);
          mine.complete();
        });
    return mine.future();
  }

  private synchronized boolean mayStart() {
    return !started || nanoTime.getAsLong() - lastStart >= atMostNanos;
  }

  private Future<Void> fetch() {
    try {
      return source
          .fetch()
          .compose(text -> {
            try {
              take(KeySet.parse(text));
              return Future.succeededFuture();
            } catch (KeySet.UnusableException unusable) {
              return Future.failedFuture(unusable);
            }
          });
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private void take(KeySet read) {
    fetched = nanoTime.getAsLong();
    if (!read.sameAs(keys)) {
      keys = read;
      LogEvent.TOKEN_KEYS_UPDATED.info(LOG).log("token keys taken over");
    }
    fault = Optional.empty();
  }

  private void tell(String why) {
    if (!Optional.of(why).equals(fault)) {
      fault = Optional.of(why);
      LogEvent.TOKEN_KEYS_NOT_FETCHED
          .warn(LOG)
          .addKeyValue(LogField.ERROR_MESSAGE.key(), why)
          .log("token keys could not be fetched; those that are known stay");
    }
  }
}
