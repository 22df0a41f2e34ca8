package dev.vitrine.local.supervisor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that everything stops: by Ctrl-C, by a signal, by another command. Any thread. */
public final class StopRequest {
  private final CountDownLatch made = new CountDownLatch(1);

  /** Makes the request; it cannot be taken back. */
  public void make() {
    made.countDown();
  }

  /** Whether it was made. */
  public boolean isMade() {
    return made.getCount() == 0;
  }

  /** Waits until it is made, or until the time is over; tells whether it was. */
  public boolean await(Duration most) throws InterruptedException {
    return made.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until it is made. */
  public void await() throws InterruptedException {
    made.await();
  }
}
