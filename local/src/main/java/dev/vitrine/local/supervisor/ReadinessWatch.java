package dev.vitrine.local.supervisor;

import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Watches a process from its start until it is ready. */
final class ReadinessWatch {
  private static final Duration POLL = Duration.ofMillis(40);

  private final Program program;
  private final ChildListener listener;
  private final Duration patience;
  private final StopRequest stop;

  ReadinessWatch(Program program, ChildListener listener, Duration patience, StopRequest stop) {
    this.program = program;
    this.listener = listener;
    this.patience = patience;
    this.stop = stop;
  }

  /** What the watch came to. */
  sealed interface Outcome {
    /** It is ready. */
    record Ready() implements Outcome {}

    /** It has ended, or is to be stopped. */
    record Over() implements Outcome {}

    /** It lives, but does not become ready. */
    record InVain(String why) implements Outcome {}
  }

  /**
   * Watches until there is an outcome.
   *
   * @param born when the process was started, by {@link System#nanoTime()}
   */
  Outcome watch(Running running, long born) throws IOException, InterruptedException {
    String why = "it has not said where it is";
    Optional<Endpoint> known = Optional.empty();
    while (!running.process().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS) && !stop.isMade()) {
      if (known.isEmpty()) {
        known = running.endpoint();
        known.ifPresent(endpoint -> listener.located(program, endpoint));
      }
      if (known.isPresent()) {
        switch (running.health()) {
          case Health.Ready _ -> {
            return new Outcome.Ready();
          }
          case Health.NotYet notYet -> why = notYet.why();
          case Health.Hopeless hopeless -> {
            return new Outcome.InVain(hopeless.why());
          }
        }
      }
      if (System.nanoTime() - born > patience.toNanos()) {
        return new Outcome.InVain("it is not ready after " + patience.toSeconds() + " s: " + why);
      }
    }
    return new Outcome.Over();
  }
}
