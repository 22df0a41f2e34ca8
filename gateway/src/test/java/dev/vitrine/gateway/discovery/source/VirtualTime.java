package dev.vitrine.gateway.discovery.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Time that passes only when a test says so; what is due happens in order. */
public final class VirtualTime implements Timers {
  private static final Instant BEGUN = Instant.parse("2026-11-01T00:00:00Z");

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long now;
  private long number;

  private record Due(long at, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  @Override
  public Runnable after(Duration delay, Runnable action) {
    Due due = new Due(now + Math.max(0, delay.toNanos()), number++, action);
    queue.add(due);
    return () -> queue.remove(due);
  }

  /** As {@link System#nanoTime()}. */
  public long nanos() {
    return now;
  }

  /** The time of day. */
  public Clock clock() {
    InstantSource source = () -> BEGUN.plusNanos(now);
    return source.withZone(ZoneOffset.UTC);
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    long until = now + duration.toNanos();
    while (!queue.isEmpty() && queue.peek().at() <= until) {
      Due due = queue.remove();
      now = due.at();
      due.action().run();
    }
    now = until;
  }

  /** Lets time pass until the condition holds; returns how long that was, or the most there is. */
  public Duration until(BooleanSupplier condition, Duration most) {
    long begun = now;
    long until = now + most.toNanos();
    while (!condition.getAsBoolean() && !queue.isEmpty() && queue.peek().at() <= until) {
      Due due = queue.remove();
      now = due.at();
      due.action().run();
    }
    if (!condition.getAsBoolean()) {
      now = until;
    }
    return Duration.ofNanos(now - begun);
  }

  /** What waits to happen. */
  public int waiting() {
    return queue.size();
  }
}
