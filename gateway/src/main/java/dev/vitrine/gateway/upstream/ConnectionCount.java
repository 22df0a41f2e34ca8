package dev.vitrine.gateway.upstream;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections are open. Leads to nothing else: clients of Vert.x are never collected where
 * their handlers lead back to them. Safe for any thread.
 */
public final class ConnectionCount {
  private final LongAdder open = new LongAdder();

  ConnectionCount() {}

  /** There is one more. */
  public void opened() {
    open.increment();
  }

  /** There is one less. */
  public void closed() {
    open.decrement();
  }

  public long open() {
    return open.sum();
  }
}
