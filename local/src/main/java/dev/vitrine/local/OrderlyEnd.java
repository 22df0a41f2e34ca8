package dev.vitrine.local;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command end in order when the process is told to end: by Ctrl-C, by SIGTERM, by a closed
 * terminal. The wish is passed on, and the process stays until the command has come to its end.
 */
final class OrderlyEnd {
  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.INTERRUPTED;

  private OrderlyEnd() {}

  /**
   * From now on, passes on the wish to end.
   *
   * @param wish makes the command come to its end soon; must not block
   */
  static OrderlyEnd onRequest(Runnable wish) {
    OrderlyEnd end = new OrderlyEnd();
    Thread hook = new Thread(() -> end.hook(wish), "orderly-end");
    Runtime.getRuntime().addShutdownHook(hook);
    return end;
  }

  /** The command has come to its end. */
  int reached(int code) {
    exitCode = code;
    reached.countDown();
    return code;
  }

  private void hook(Runnable wish) {
    try {
      // Also run when the process ends by itself: then there is nothing left to wish for.
      if (reached.getCount() > 0) {
        wish.run();
      }
      reached.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // The JVM would answer 130 or 143 whatever we say; halting is the only way to an own code.
    Runtime.getRuntime().halt(exitCode);
  }
}
