package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.source.Backoff;
import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import java.time.Duration;

/**
 * How to go on after a failure: at once where that helps, else after a while that grows with each
 * failure in a row; with the same question, or anew with a list. For one thread.
 */
final class Recovery {
  /**
   * An attempt that nobody answers costs the API server nothing, and the next one may be the first
   * to find it back: together with the time to connect this makes less than 2 s. It is not more
   * than the longest wait that is configured, and not less than the least.
   */
  private static final Duration LONGEST_WAIT_UNREACHABLE = Duration.ofMillis(750);

  private final Steps steps;
  private final SourceState state;
  private final Runnable list;
  private final Backoff unreachable;
  private final Backoff refused;
  private int fruitless;
  private boolean startedAnew;
  private boolean reauthenticated;

  /**
   * Of no failures yet.
   *
   * @param list begins anew
   */
  Recovery(Steps steps, SourceState state, Pace pace, ReflectorConfig config, Runnable list) {
    Duration least = config.leastBackoff();
    Duration longest = config.longestBackoff();
    this.steps = steps;
    this.state = state;
    this.list = list;
    this.unreachable = pace.backoff(least, within(least, LONGEST_WAIT_UNREACHABLE, longest));
    this.refused = pace.backoff(least, longest);
  }

  /**
   * Something failed.
   *
   * @param again asks the same once more
   */
  void failed(Failure failure, Runnable again) {
    switch (failure) {
      case Failure.Expired _ when !startedAnew -> {
        startedAnew = true;
        list.run();
      }
      case Failure.Unauthenticated _ when !reauthenticated -> {
        reauthenticated = true;
        again.run();
      }
      case Failure.Unreachable _ -> setBack(failure, unreachable, again);
      case Failure.Busy _ -> setBack(failure, refused, again);
      case Failure.Expired _,
          Failure.Unauthenticated _,
          Failure.Refused _,
          Failure.Malformed _,
          Failure.TooLarge _ ->
          setBack(failure, refused, list);
    }
  }

  /** An event of a watch says that the watch has failed: it cannot be taken up again. */
  void failed(Failure failure) {
    failed(failure, list);
  }

  /** A watch failed, or did not begin: after two of no use in a row there is a list. */
  void watchFailed(Failure failure, boolean wasProven, Runnable again) {
    if (isFruitless(wasProven) && failure instanceof Failure.Unreachable) {
      // Lists may be all that gets through; they come ever more slowly.
      setBack(failure, refused, list);
    } else {
      failed(failure, again);
    }
  }

  /** A watch that worked broke off; whether the API server is gone, the next attempt will tell. */
  void brokeOff(Runnable again) {
    pause(unreachable, again);
  }

  /** A watch ended properly, but at once: after two of no use in a row there is a list. */
  void endedEarly(boolean wasProven, Runnable again) {
    pause(refused, isFruitless(wasProven) ? list : again);
  }

  /** There was an answer: the token was accepted. */
  void accepted() {
    reauthenticated = false;
  }

  /** The API server can be relied upon: what went wrong before does not count any more. */
  void proven() {
    unreachable.reset();
    refused.reset();
    startedAnew = false;
    fruitless = 0;
    state.recovers();
  }

  private static Duration within(Duration least, Duration wanted, Duration longest) {
    Duration atLeast = wanted.compareTo(least) < 0 ? least : wanted;
    return atLeast.compareTo(longest) > 0 ? longest : atLeast;
  }

  /** Whether this is the second of two watches in a row that were over and had told nothing. */
  private boolean isFruitless(boolean wasProven) {
    fruitless = wasProven ? 0 : fruitless + 1;
    boolean second = fruitless >= 2;
    fruitless = second ? 0 : fruitless;
    return second;
  }

  private void setBack(Failure failure, Backoff backoff, Runnable then) {
    state.fails(failure.why());
    pause(backoff, then);
  }

  private void pause(Backoff backoff, Runnable then) {
    steps.next();
    steps.alarm(backoff.next(), then);
  }
}
