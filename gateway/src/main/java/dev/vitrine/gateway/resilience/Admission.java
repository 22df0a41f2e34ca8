package dev.vitrine.gateway.resilience;

import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Lets so many requests to an upstream at once, and so many wait; the rest are refused at once,
 * which costs nearly nothing. Under overload the newest waiting request goes first: the oldest's
 * client has most likely given up, and in a queue that is always full serving the oldest first
 * would serve everybody late. Nobody who comes passes those who wait: a place that becomes free, or
 * that there is because the limit has risen, is theirs. Safe for any thread.
 */
public final class Admission {
  private final AdmissionConfig config;
  private final AdaptiveLimit adaptive;
  private final LongSupplier nanoTime;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int inFlight;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Admission(AdmissionConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.adaptive = new AdaptiveLimit(config.maxInFlight());
    this.nanoTime = nanoTime;
  }

  /** What becomes of a request. */
  public enum Verdict {
    /** It may go; {@link Admission#ended} has to be called when it has ended. */
    ADMITTED,
    QUEUE_FULL,
    QUEUE_TIMEOUT,
    /** It has to be answered, and has not been let through. */
    OUT_OF_TIME,
    /** Its client has left: see {@link Admission#forget}. */
    FORGOTTEN
  }

  private record Waiting(Promise<Verdict> promise, Executor caller, long since) {}

  /**
   * Asks for a request to be let through.
   *
   * @param longest how long the request itself can wait
   * @param loop where the future completes, if it cannot at once, in the context of the caller
   */
  public Future<Verdict> admit(Duration longest, EventLoop loop) {
    Waiting waiting;
    synchronized (this) {
      if (queue.isEmpty() && inFlight < limit()) {
        inFlight++;
        return Future.succeededFuture(Verdict.ADMITTED);
      }
      if (queue.size() >= config.maxQueued()) {
        return Future.succeededFuture(Verdict.QUEUE_FULL);
      }
      waiting = new Waiting(Promise.promise(), loop.forCaller(), nanoTime.getAsLong());
      queue.addLast(waiting);
    }
    boolean patient = longest.compareTo(config.queueTimeout()) >= 0;
    Duration patience = patient ? config.queueTimeout() : longest;
    Verdict verdict = patient ? Verdict.QUEUE_TIMEOUT : Verdict.OUT_OF_TIME;
    Cancellation timeout = loop.after(patience, () -> giveUp(waiting, verdict));
    return waiting.promise().future().onComplete(told -> timeout.cancel());
  }

  /** Takes back a request that waits, as its client has left. */
  public void forget(Future<Verdict> asked) {
    List<Waiting> left;
    synchronized (this) {
      left = queue.stream().filter(it -> it.promise().future().equals(asked)).toList();
      queue.removeAll(left);
    }
    left.forEach(waiting -> waiting.promise().tryComplete(Verdict.FORGOTTEN));
  }

  /** A request that was let through has ended: another may go. */
  public void ended() {
    List<Waiting> next;
    synchronized (this) {
      inFlight--;
      next = fill();
    }
    next.forEach(this::letIn);
  }

  /** An endpoint has answered, after so long. */
  public void answered(long nanos) {
    if (config.adaptive()) {
      List<Waiting> next;
      synchronized (this) {
        adaptive.answered(nanos, inFlight);
        next = fill();
      }
      next.forEach(this::letIn);
    }
  }

  /** An endpoint did not answer in time, or said that it has too much to do. */
  public void overloaded() {
    if (config.adaptive()) {
      synchronized (this) {
        adaptive.overloaded();
      }
    }
  }

  /** Requests under way, and those that wait. */
  public synchronized Load load() {
    return new Load(inFlight, queue.size(), limit());
  }

  /**
   * How much there is to do.
   *
   * @param limit how many may be in flight now
   */
  public record Load(int inFlight, int queued, int limit) {}

  private int limit() {
    return config.adaptive() ? adaptive.current() : config.maxInFlight();
  }

  /** Gives the places that are free to those who wait; who they are. */
  private List<Waiting> fill() {
    if (queue.isEmpty() || inFlight >= limit()) {
      return List.of();
    }
    List<Waiting> filled = new ArrayList<>();
    while (!queue.isEmpty() && inFlight < limit()) {
      inFlight++;
      filled.add(next());
    }
    return filled;
  }

  private void letIn(Waiting waiting) {
    waiting
        .caller()
        .execute(() -> {
          if (!waiting.promise().tryComplete(Verdict.ADMITTED)) {
            ended();
          }
        });
  }

  private Waiting next() {
    Duration oldest = Duration.ofNanos(nanoTime.getAsLong() - queue.getFirst().since());
    boolean overload = oldest.compareTo(config.newestFirstAfter()) > 0;
    return overload ? queue.removeLast() : queue.removeFirst();
  }

  private void giveUp(Waiting waiting, Verdict verdict) {
    boolean waited;
    synchronized (this) {
      waited = queue.remove(waiting);
    }
    if (waited) {
      waiting.promise().tryComplete(verdict);
    }
  }
}
