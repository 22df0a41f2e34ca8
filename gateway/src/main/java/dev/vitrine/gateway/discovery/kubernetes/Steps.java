package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.kubernetes.ApiServer.Call;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import java.time.Duration;

/**
 * What is under way: one question or one wait at a time. A later step makes the answers to all
 * before it come too late. For one thread.
 */
final class Steps {
  private final Timers timers;
  private int step;
  private Call call = () -> {};
  private Cancellation alarm = () -> {};

  Steps(Timers timers) {
    this.timers = timers;
  }

  /** Ends what is under way; returns the number of what comes now. */
  int next() {
    call.cancel();
    call = () -> {};
    alarm.cancel();
    alarm = () -> {};
    return ++step;
  }

  /** Whether nothing has come since. */
  boolean isCurrent(int number) {
    return number == step;
  }

  /** The question of this step. */
  void asks(Call question) {
    call = question;
  }

  /** Does this later, in place of what was to be done then, unless the next step comes before. */
  void alarm(Duration delay, Runnable action) {
    int mine = step;
    alarm.cancel();
    alarm =
        timers.after(
            delay,
            () -> {
              if (isCurrent(mine)) {
                action.run();
              }
            });
  }
}
