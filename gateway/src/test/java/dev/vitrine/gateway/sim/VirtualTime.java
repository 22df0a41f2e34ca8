package dev.vitrine.gateway.sim;

import dev.vitrine.gateway.time.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only when a test says so: a clock, timers, and an executor whose tasks run at
 * the next step. Hours take milliseconds, and every run is the same.
 */
public final class VirtualTime extends Clock implements EventLoop {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now = Duration.ofHours(1).toNanos();
  private long numbers;

  private record Task(long at, long number, Runnable action) {}

  /** As {@link System#nanoTime()}. */
  public long nanos() {
    return now;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Cancellation after(Duration delay, Runnable action) {
    Task task = new Task(now + Math.max(0, delay.toNanos()), numbers++, action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Runs a task at once, after those that are due. */
  @Override
  public void execute(Runnable action) {
    after(Duration.ZERO, action);
  }

  @Override
  public Executor forCaller() {
    return this;
  }

  /** How many tasks wait for their time. */
  public int waiting() {
    return tasks.size();
  }

  /** Lets time pass, and everything happen that is due by its end. */
  public void pass(Duration span) {
    long end = now + span.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task next = tasks.remove();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** Lets time pass until the condition holds; returns how long that was, or the most there is. */
  public Duration until(BooleanSupplier condition, Duration most) {
    long begun = now;
    long end = now + most.toNanos();
    while (!condition.getAsBoolean() && !tasks.isEmpty() && tasks.peek().at() <= end) {
      Task next = tasks.remove();
      now = next.at();
      next.action().run();
    }
    if (!condition.getAsBoolean()) {
      now = end;
    }
    return Duration.ofNanos(now - begun);
  }

  @Override
  public Instant instant() {
    return EPOCH.plusNanos(now);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
