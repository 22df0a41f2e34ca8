package dev.vitrine.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a process: first politely, then, when its patience is over, by force. */
public final class Termination {
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private Termination() {}

  /** How a process came to its end. */
  public enum Ending {
    /** It followed the signal, or had ended before. */
    ORDERLY,
    /** It did not end in time and was killed. */
    KILLED,
    /** It could not be ended: another user's process, or stuck in the kernel. */
    STILL_THERE
  }

  /** Sends the signal and waits; kills the process when it is still there after the patience. */
  public static Ending end(ProcessIdentity process, StopSignal signal, Duration patience)
      throws IOException {
    signal.send(process);
    if (gone(process, patience)) {
      return Ending.ORDERLY;
    }
    StopSignal.KILL.send(process);
    return gone(process, AFTER_KILL) ? Ending.KILLED : Ending.STILL_THERE;
  }

  /** Waits until the process has ended; false when it is still there after the patience. */
  public static boolean gone(ProcessIdentity process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    // Polled: this also waits for processes that are nobody's child any more. And not interrupted:
    // an ending that was begun is carried through.
    boolean interrupted = Thread.interrupted();
    while (process.alive() && System.nanoTime() < deadline) {
      interrupted |= pause();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !process.alive();
  }

  private static boolean pause() {
    try {
      return new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }
}
