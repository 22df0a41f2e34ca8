package dev.vitrine.gateway.console;

import dev.vitrine.gateway.upstream.Endpoint.Status;
import dev.vitrine.gateway.upstream.Upstream.StateChange;
import dev.vitrine.gateway.upstream.Upstream.StateListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last changes of endpoints' states, so many and no more. Safe for any thread. */
final class StateChanges implements StateListener {
  static final int MOST = 100;

  private static final String GONE = "discovery tells of it no more";

  private final Deque<Change> last = new ArrayDeque<>(MOST);
  private long number;

  /**
   * One of them.
   *
   * @param number how many there have been, with this one: a reader sees what it has missed
   * @param before empty for an endpoint that is new
   * @param after empty for one that is gone
   * @param reason for a person
   */
  record Change(
      long number,
      Instant at,
      String upstream,
      String endpoint,
      String before,
      String after,
      String reason) {}

  @Override
  public synchronized void changed(StateChange change) {
    number++;
    last.addFirst(
        new Change(
            number,
            change.at(),
            change.upstream().name(),
            change.endpoint().toString(),
            state(change.before()),
            state(change.after()),
            change.after().map(Status::reason).orElse(GONE)));
    if (last.size() > MOST) {
      last.removeLast();
    }
  }

  /** The newest first. */
  synchronized List<Change> newestFirst() {
    return List.copyOf(last);
  }

  private static String state(Optional<Status> status) {
    return status.map(it -> Labels.of(it.state())).orElse("");
  }
}
