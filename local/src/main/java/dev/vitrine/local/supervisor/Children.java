package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.StateBook;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All children: started one by one, awaited together, stopped in order. */
final class Children {
  private static final Duration POLL = Duration.ofMillis(100);
  // Prometheus would see the others end, and take it for a fault.
  private static final Set<String> FIRST_TO_STOP =
      Set.of(ChildState.GATEWAY, ChildState.PROMETHEUS);

  private final Plan plan;
  private final ChildListener listener;
  private final StateBook book;
  private final Progress progress;
  private final StopRequest stop;
  private final List<Child> all = new CopyOnWriteArrayList<>();

  Children(Plan plan, ChildListener listener, StateBook book, Progress progress, StopRequest stop) {
    this.plan = plan;
    this.listener = listener;
    this.book = book;
    this.progress = progress;
    this.stop = stop;
  }

  /** Starts a program; returns at once. */
  void start(Program program) throws InterruptedException {
    if (stop.isMade()) {
      throw new InterruptedException("asked to stop");
    }
    Child child = new Child(program, listener, plan.config().startTimeout());
    all.add(child);
    child.start();
  }

  /**
   * Waits until every child of these services is ready.
   *
   * @throws StartFailure as soon as any child at all has failed
   * @throws InterruptedException when everything is to stop
   */
  void awaitReady(Predicate<String> services)
      throws StartFailure, IOException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      checkFailures();
      String missing =
          all.stream()
              .filter(child -> services.test(child.program().service()))
              .filter(child -> !(child.firstStart() instanceof Child.FirstStart.Done))
              .map(child -> name(child.program()))
              .collect(Collectors.joining(", "));
      if (missing.isEmpty()) {
        return;
      }
      progress.doing("waiting for " + missing + " (" + Elapsed.since(begin) + ")");
      if (stop.await(POLL)) {
        throw new InterruptedException("asked to stop");
      }
    }
  }

  /**
   * Stops the edge and whoever watches, then the services, then the database; each gets its time to
   * do so.
   */
  void stopAll() {
    stop(child -> FIRST_TO_STOP.contains(child.program().service()));
    stop(child -> !child.program().service().equals(ChildState.DATABASE));
    stop(child -> true);
  }

  private void stop(Predicate<Child> which) {
    List<Child> now = all.stream().filter(which).toList();
    all.removeAll(now);
    if (now.isEmpty()) {
      return;
    }
    progress.doing(
        "stopping "
            + now.stream().map(child -> name(child.program())).collect(Collectors.joining(", ")));
    List<Thread> stops =
        now.stream().map(child -> Thread.ofVirtual().start(() -> stop(child))).toList();
    stops.forEach(Children::joined);
  }

  private void stop(Child child) {
    Program program = child.program();
    try {
      Termination.Ending ending = child.stop(plan.config().stopTimeout());
      book.attempt(state -> state.without(program.service(), program.replica()));
      switch (ending) {
        case ORDERLY -> progress.done(name(program), "stopped");
        case KILLED ->
            progress.notice(
                "%s did not stop within %d s and was killed"
                    .formatted(name(program), plan.config().stopTimeout().toSeconds()));
        case STILL_THERE -> listener.unstoppable(program, "it does not end");
      }
    } catch (IOException e) {
      listener.unstoppable(program, FileFault.describe(e));
    }
  }

  // Stopping is carried through, whoever interrupts.
  private static void joined(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkFailures() throws StartFailure, IOException {
    for (Child child : all) {
      if (child.firstStart() instanceof Child.FirstStart.Failed failed) {
        throw ChildFailure.of(name(child.program()), child.program().log(), failed);
      }
    }
  }

  private String name(Program program) {
    return plan.replicas().nameOf(program.service(), program.replica());
  }
}
