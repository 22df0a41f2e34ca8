package dev.vitrine.gateway.discovery.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The two questions that a reflector has for the Kubernetes API, about the EndpointSlices of one
 * Service. Answers come on the thread that asked, and never before the method has returned; none
 * comes any more once the call is cancelled.
 */
interface ApiServer {
  /** How long to wait for a page, and for it to begin its answer to a watch. */
  Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  /**
   * Asks for a page of the list of slices.
   *
   * @param from {@link ListResult.Page#next()} of the page before; empty for the first
   * @param limit how many slices at most
   * @param receiver told once
   */
  Call list(String from, int limit, Consumer<ListResult> receiver);

  /**
   * Asks for all changes from here on.
   *
   * @param resourceVersion after which
   * @param timeout when the API server is to end the watch
   */
  Call watch(String resourceVersion, Duration timeout, Watcher watcher);

  /** A question that was asked. */
  @FunctionalInterface
  interface Call {
    /** Nobody waits for the answer any more. */
    void cancel();
  }

  /** Told of a watch: opened, then any number of events, then closed; or closed at once. */
  interface Watcher {
    /** The API server has begun to answer. */
    void opened();

    /**
     * Something came.
     *
     * @param events those that are complete now; may be none
     */
    void heard(List<WatchEvent> events);

    /**
     * The watch is over.
     *
     * @param failure empty where the API server ended it properly
     */
    void closed(Optional<Failure> failure);
  }
}
