package dev.vitrine.local.supervisor;

import dev.vitrine.local.state.SupervisorLock;
import java.time.Duration;

/**
 * Notices, for as long as it is open, that the file of the lock was deleted, or another put in its
 * place: then a second supervisor could begin beside this one, and its commands would not know of
 * what runs here.
 */
final class LockWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final SupervisorLock lock;
  private final Runnable whenLost;
  private final Thread thread;
  private volatile boolean lost;

  private LockWatch(SupervisorLock lock, Runnable whenLost) {
    this.lock = lock;
    this.whenLost = whenLost;
    this.thread = Thread.ofVirtual().name("lock").unstarted(this::watch);
  }

  /** Begins to look; what is to be done then is done once, on a thread of its own. */
  static LockWatch begin(SupervisorLock lock, Runnable whenLost) {
    LockWatch watch = new LockWatch(lock, whenLost);
    watch.thread.start();
    return watch;
  }

  /** Whether it has happened. */
  boolean isLost() {
    return lost;
  }

  private void watch() {
    try {
      while (lock.isInPlace()) {
        Thread.sleep(PAUSE);
      }
      lost = true;
      whenLost.run();
    } catch (InterruptedException _) {
      // It was closed: nobody waits for it any more.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
