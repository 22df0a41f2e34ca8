package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.process.ExitReason;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.RestartBackoff;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one program running: starts it, tells when it is ready, and starts it again when it ends
 * though nobody asked it to. A first start that fails is not repeated. Its own virtual thread does
 * the watching; {@link #stop} may be called from any other.
 */
final class Child {
  private final Program program;
  private final ChildListener listener;
  private final Duration startTimeout;
  private final StopRequest stop = new StopRequest();
  private final RestartBackoff backoff = new RestartBackoff();
  private final Thread thread;

  private @Nullable ProcessIdentity process;
  private volatile FirstStart firstStart = new FirstStart.Going();

  Child(Program program, ChildListener listener, Duration startTimeout) {
    this.program = program;
    this.listener = listener;
    this.startTimeout = startTimeout;
    this.thread = Thread.ofVirtual().name(program.service()).unstarted(this::watch);
  }

  /** How the first start goes. */
  sealed interface FirstStart {
    /** Not ready so far. */
    record Going() implements FirstStart {}

    /** It was ready once; from now on it is kept running. */
    record Done() implements FirstStart {}

    /** It could not be started. */
    record Failed(String why, Optional<ExitReason> exit) implements FirstStart {}
  }

  Program program() {
    return program;
  }

  FirstStart firstStart() {
    return firstStart;
  }

  /** Begins; returns at once. */
  void start() {
    thread.start();
  }

  /** Ends the process, if there is one, and the watching. */
  Termination.Ending stop(Duration patience) throws IOException {
    Optional<ProcessIdentity> last;
    synchronized (this) {
      stop.make();
      last = Optional.ofNullable(process);
    }
    return last.isPresent()
        ? Termination.end(last.get(), program.stopSignal(), patience)
        : Termination.Ending.ORDERLY;
  }

  private void watch() {
    try {
      boolean again = true;
      while (again) {
        again = oneLife();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a process and stays until its end; tells whether there is to be another. */
  private boolean oneLife() throws InterruptedException {
    long born = System.nanoTime();
    try {
      Optional<Running> running = launch();
      return running.isPresent() && live(running.get(), born);
    } catch (IOException e) {
      endLeftover();
      return endedBy("it cannot be run: " + FileFault.describe(e), Optional.empty(), born);
    }
  }

  // Under the lock: what is started is known to stop(), and after stop() nothing is started.
  private synchronized Optional<Running> launch() throws IOException {
    if (stop.isMade()) {
      return Optional.empty();
    }
    Running running = program.start();
    long pid = running.process().pid();
    // One that has ended already gets an identity that no process has.
    ProcessIdentity identity = ProcessIdentity.of(pid).orElse(new ProcessIdentity(pid, "ended"));
    process = identity;
    listener.started(program, identity);
    return Optional.of(running);
  }

  private boolean live(Running running, long born) throws IOException, InterruptedException {
    getReady(running, born);
    ExitReason reason = new ExitReason(running.process().waitFor());
    String how = isFirstStart() ? "it ended while it was starting" : "it ended";
    return endedBy(how + " (" + reason + ")", Optional.of(reason), born);
  }

  private void getReady(Running running, long born) throws IOException, InterruptedException {
    ReadinessWatch watch = new ReadinessWatch(program, listener, startTimeout, stop);
    while (true) {
      switch (watch.watch(running, born)) {
        case ReadinessWatch.Outcome.Ready _ -> {
          listener.ready(program, Duration.ofNanos(System.nanoTime() - born));
          firstStart = new FirstStart.Done();
          return;
        }
        case ReadinessWatch.Outcome.Over _ -> {
          return;
        }
        case ReadinessWatch.Outcome.InVain inVain when isFirstStart() -> {
          firstStart = new FirstStart.Failed(inVain.why(), Optional.empty());
          return;
        }
        case ReadinessWatch.Outcome.InVain _ -> {
          // It worked once: whatever it waits for may come back.
        }
      }
    }
  }

  private boolean endedBy(String why, Optional<ExitReason> reason, long born)
      throws InterruptedException {
    if (stop.isMade()) {
      return false;
    }
    if (isFirstStart()) {
      firstStart = new FirstStart.Failed(why, reason);
    }
    if (firstStart instanceof FirstStart.Failed) {
      return false;
    }
    Duration lived = Duration.ofNanos(System.nanoTime() - born);
    Duration pause = backoff.after(lived);
    listener.ended(program, why, lived, pause);
    return !stop.await(pause);
  }

  // Never two at once, not even after a failure to find out about the first.
  private void endLeftover() {
    Optional<ProcessIdentity> last;
    synchronized (this) {
      last = Optional.ofNullable(process);
    }
    try {
      if (last.isPresent()) {
        Termination.end(last.get(), program.stopSignal(), startTimeout);
      }
    } catch (IOException e) {
      listener.unstoppable(program, FileFault.describe(e));
    }
  }

  private boolean isFirstStart() {
    return firstStart instanceof FirstStart.Going;
  }
}
