package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.FileFault;
import java.io.IOException;
import java.util.List;

/**
 * A start that can be broken off in whatever it is doing: it runs on a thread of its own, which is
 * interrupted when someone asks to stop.
 */
final class StartAttempt {
  private final Startup startup;
  private final StopRequest stop;
  private volatile Outcome outcome = new Outcome.Failed("the start came to no end", List.of());

  StartAttempt(Startup startup, StopRequest stop) {
    this.startup = startup;
    this.stop = stop;
  }

  /** How a start ended. */
  sealed interface Outcome {
    /** All is ready. */
    record Ready() implements Outcome {}

    /** Someone asked to stop. */
    record Interrupted() implements Outcome {}

    /** It could not be done. */
    record Failed(String reason, List<String> details) implements Outcome {}
  }

  /** Returns when the start has come to its end. */
  Outcome run() throws InterruptedException {
    Thread start = Thread.ofVirtual().name("start").start(() -> outcome = start());
    Thread watch = Thread.ofVirtual().name("stop").start(() -> interruptWhenStopped(start));
    start.join();
    watch.interrupt();
    return outcome;
  }

  private void interruptWhenStopped(Thread start) {
    try {
      stop.await();
      start.interrupt();
    } catch (InterruptedException _) {
      // The start has ended by itself.
      Thread.currentThread().interrupt();
    }
  }

  private Outcome start() {
    try {
      startup.run();
      return new Outcome.Ready();
    } catch (InterruptedException _) {
      return new Outcome.Interrupted();
    } catch (StartFailure e) {
      return failed(e.reason(), e.details());
    } catch (IOException e) {
      return failed("it cannot be started: " + FileFault.describe(e), List.of());
    }
  }

  // What fails after the interrupt fails because of it.
  private Outcome failed(String reason, List<String> details) {
    return stop.isMade() ? new Outcome.Interrupted() : new Outcome.Failed(reason, details);
  }
}
