package dev.vitrine.local.supervisor;

import dev.vitrine.local.discovery.ScrapeTargets;
import dev.vitrine.local.discovery.Upstreams;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.log.JournalProgress;
import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateBook;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.SupervisorLock;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.supervisor.StartAttempt.Outcome;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The one process of a folder that starts everything, keeps it running, and stops it. */
public final class Supervisor {
  private final Plan plan;
  private final Progress shown;
  private final Progress progress;
  private final StopRequest stop;
  private final Consumer<SystemState> whenReady;

  /**
   * Describes a supervisor.
   *
   * @param shown where the person sees how it goes; it is also written to the journal
   * @param whenReady is told once, when all is ready
   */
  public Supervisor(Plan plan, Progress shown, StopRequest stop, Consumer<SystemState> whenReady) {
    this.plan = plan;
    this.shown = shown;
    this.progress = new JournalProgress(shown, plan.folders().journal(), InstantSource.system());
    this.stop = stop;
    this.whenReady = whenReady;
  }

  /** How it went. */
  public enum Result {
    /** All was ready, and was stopped because someone asked. */
    STOPPED,
    /** Someone asked to stop before all was ready. */
    INTERRUPTED,
    /** It could not be started; nothing is left running. */
    FAILED
  }

  /** Starts everything and stays until it is asked to stop. */
  public Result run() throws InterruptedException {
    Folders folders = plan.folders();
    try {
      Files.createDirectories(folders.root());
      Optional<SupervisorLock> lock = SupervisorLock.tryTake(folders.lock());
      if (lock.isEmpty()) {
        // Not to the journal: that is the other one's.
        shown.failed(SupervisorLock.taken(folders.lock()), List.of());
        return Result.FAILED;
      }
      try (SupervisorLock held = lock.get()) {
        held.sign();
        return supervise(folders, held);
      }
    } catch (IOException e) {
      progress.failed("nothing was started: " + folders.describe(e), List.of());
      return Result.FAILED;
    }
  }

  private Result supervise(Folders folders, SupervisorLock lock)
      throws IOException, InterruptedException {
    StateFile file = new StateFile(folders.state());
    new Orphans(file, progress).stop(plan.config().stopTimeout());
    try {
      new Checks(plan).run();
    } catch (StartFailure e) {
      progress.failed(e.reason(), e.details());
      return Result.FAILED;
    }
    StateBook book = openBook(folders, file);
    Upstreams upstreams = new Upstreams(folders.upstreams(), Service.behindGateway());
    ScrapeTargets targets = new ScrapeTargets(folders.scrapeTargets(), Service.words());
    Events events = new Events(plan, book, upstreams, targets, progress);
    Children children = new Children(plan, events, book, progress, stop);
    try (LogCare _ = LogCare.begin(new LogFolder(folders.logs()), progress);
        LockWatch watch = LockWatch.begin(lock, () -> abandon(book))) {
      Outcome outcome = untilStopped(children, book);
      return watch.isLost() ? lost() : result(outcome);
    }
  }

  private Outcome untilStopped(Children children, StateBook book)
      throws IOException, InterruptedException {
    try {
      return lifeOf(children, book);
    } finally {
      children.stopAll();
      book.close();
    }
  }

  // Nobody else can know of what runs here, nor stop it.
  private void abandon(StateBook book) {
    book.abandon();
    progress.notice(
        plan.folders().lock() + " was deleted or replaced while it was held: all is stopped");
    stop.make();
  }

  private Result lost() {
    progress.failed(
        "all was stopped, since "
            + plan.folders().lock()
            + " was deleted or replaced: ./vitrine down --clean deletes in order",
        List.of());
    return Result.FAILED;
  }

  private StateBook openBook(Folders folders, StateFile file) throws IOException {
    FileTree.delete(folders.run());
    Files.createDirectories(folders.run());
    Files.createDirectories(folders.logs());
    for (LogFile log : new LogFolder(folders.logs()).all()) {
      if (!log.path().equals(folders.journal())) {
        log.rotate();
      }
    }
    return new StateBook(
        file,
        new SystemState(
            Phase.STARTING, ProcessIdentity.current(), plan.config().reachableHost(), List.of()));
  }

  /** The start and, where all became ready, the time until someone asks to stop. */
  private Outcome lifeOf(Children children, StateBook book)
      throws IOException, InterruptedException {
    Outcome outcome = new StartAttempt(new Startup(plan, children, book, progress), stop).run();
    if (outcome instanceof Outcome.Ready) {
      book.change(state -> state.in(Phase.READY));
      whenReady.accept(book.now());
      stop.await();
      book.attempt(state -> state.in(Phase.STOPPING));
    }
    return outcome;
  }

  // Told last, when all has been stopped: it is what a person sees first.
  private Result result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ready _ -> Result.STOPPED;
      case Outcome.Interrupted _ -> Result.INTERRUPTED;
      case Outcome.Failed failed -> {
        progress.failed(failed.reason(), failed.details());
        yield Result.FAILED;
      }
    };
  }
}
