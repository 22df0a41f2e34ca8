package dev.vitrine.gateway.proxy;

import io.vertx.core.http.HttpClientResponse;

/** What came of sending a request to one endpoint, by what may be done about it. */
sealed interface AttemptOutcome {
  /**
   * The head of an answer is there.
   *
   * @param content what the client sends, on its way upstream, or already there
   */
  record Answered(HttpClientResponse response, ContentTransfer content) implements AttemptOutcome {}

  /** Not a byte was written: any request may go to another endpoint. */
  record Unsent(Reason reason) implements AttemptOutcome {}

  /** It was written and no answer came: only a request that may be repeated can be sent again. */
  record Lost(Reason reason) implements AttemptOutcome {}

  /** The content was larger than the route takes; the client is at fault. */
  record ContentTooLarge() implements AttemptOutcome {}

  /** The client has gone; there is nobody to answer. */
  record ClientGone() implements AttemptOutcome {}

  /** Why there is no answer. A label of metrics, and part of problems: few values, stable names. */
  enum Reason {
    CONNECTION_REFUSED("connection-refused"),
    CONNECT_TIMEOUT("connect-timeout"),
    POOL_OVERFLOW("pool-overflow"),
    CONNECTION_FAILED("connection-failed"),
    CONNECTION_LOST("connection-lost"),
    RESPONSE_TIMEOUT("response-timeout");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
