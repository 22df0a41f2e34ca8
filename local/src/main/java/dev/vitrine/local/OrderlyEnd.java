package dev.vitrine.local;

import dev.vitrine.local.terminal.Terminal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end in order when the process is told to end: by Ctrl-C, by SIGTERM, by a closed
 * terminal. The wish is passed on, and the process stays until the command has come to its end;
 * before there is anything to end in order, it ends at once, and says so.
 */
final class OrderlyEnd {
  private static final List<String> STARTING = List.of("up", "supervise", "load");
  private static final String NOTHING_BEGUN = "Interrupted; nothing was started.";

  private final CountDownLatch reached = new CountDownLatch(1);
  private @Nullable Runnable wish;
  private boolean over;
  private volatile int exitCode = ExitCode.INTERRUPTED;

  private OrderlyEnd() {}

  /**
   * From now on, the process ends in order, where it is one that starts something, or has something
   * to say in the end; any other may be broken off as it is. The first thing that a program does:
   * whoever changes their mind at once is told, too.
   *
   * @param arguments of the program
   */
  static OrderlyEnd begin(String[] arguments) {
    OrderlyEnd end = new OrderlyEnd();
    if (arguments.length > 0 && STARTING.contains(arguments[0])) {
      Runtime.getRuntime().addShutdownHook(new Thread(end::hook, "orderly-end"));
    }
    return end;
  }

  /**
   * From now on, there is something to end in order. Does not return where the process has been
   * told to end before.
   *
   * @param wish makes the command come to its end soon; must not block
   */
  synchronized void passOn(Runnable wish) throws InterruptedException {
    while (over) {
      wait();
    }
    this.wish = wish;
  }

  /** The command has come to its end. */
  int reached(int code) {
    exitCode = code;
    reached.countDown();
    return code;
  }

  private void hook() {
    // Also run when the process ends by itself: then there is nothing left to wish for.
    if (reached.getCount() > 0) {
      Runnable last = last();
      if (last == null) {
        Terminal.ofSystem().output().println(NOTHING_BEGUN);
        reached(ExitCode.INTERRUPTED);
      } else {
        last.run();
      }
    }
    try {
      reached.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // The JVM would answer 130 or 143 whatever we say; halting is the only way to an own code.
    Runtime.getRuntime().halt(exitCode);
  }

  private synchronized @Nullable Runnable last() {
    over = wish == null;
    return wish;
  }
}
