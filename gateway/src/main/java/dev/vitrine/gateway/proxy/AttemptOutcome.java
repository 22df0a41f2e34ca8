package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.telemetry.Blameless;
import io.vertx.core.http.HttpClientResponse;

/** What came of sending a request to one endpoint, by what may be done about it. */
sealed interface AttemptOutcome {
  /**
   * The head of an answer is there.
   *
   * @param attempt the exchange that it belongs to; the client's content may still be on its way
   */
  record Answered(HttpClientResponse response, UpstreamAttempt attempt) implements AttemptOutcome {}

  /** Not a byte was processed: any request may go to another endpoint. */
  record Unsent(Reason reason) implements AttemptOutcome {}

  /** It was written and no answer came: only a request that may be repeated can be sent again. */
  record Lost(Reason reason) implements AttemptOutcome {}

  /** The content was larger than the route takes; the client is at fault. */
  record ContentTooLarge() implements AttemptOutcome {}

  /** The content came more slowly than it may; the client is at fault. */
  record ContentTooSlow() implements AttemptOutcome {}

  /** The content cannot be read to its end; the client is at fault. */
  record ContentMalformed() implements AttemptOutcome {}

  /** The client has gone; there is nobody to answer. */
  record ClientGone() implements AttemptOutcome {}

  /** Another attempt of the same request was faster. */
  record Superseded() implements AttemptOutcome {}

  /** Why there is no answer. A label of metrics, and part of problems: few values, stable names. */
  enum Reason {
    CONNECTION_REFUSED("connection-refused"),
    CONNECT_TIMEOUT("connect-timeout"),
    CONNECTION_FAILED("connection-failed"),
    POOL_OVERFLOW("pool-overflow"),
    STREAM_REFUSED("stream-refused"),
    /** The connection ends, and this request is not among those that it was still to carry. */
    GOING_AWAY(Blameless.GOING_AWAY.type()),
    CONNECTION_LOST("connection-lost"),
    MALFORMED_RESPONSE("malformed-response"),
    RESPONSE_TIMEOUT("response-timeout"),
    DEADLINE("deadline");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /**
     * Whether a connection failed, or ended, before any answer: that says nothing of the other
     * endpoints, and nothing of how much there is to do.
     */
    boolean isOfConnection() {
      return switch (this) {
        case CONNECTION_REFUSED, CONNECT_TIMEOUT, CONNECTION_FAILED, CONNECTION_LOST, GOING_AWAY ->
            true;
        case POOL_OVERFLOW, STREAM_REFUSED, MALFORMED_RESPONSE, RESPONSE_TIMEOUT, DEADLINE -> false;
      };
    }

    String label() {
      return label;
    }
  }
}
