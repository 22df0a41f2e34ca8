package dev.vitrine.platform.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended.
 *
 * @param status the status answered, or 499 where the client left before the end of the answer
 * @param errorType why it failed, from a bounded set; empty where it did not
 * @param serverError whether the fault is on this side
 */
record Outcome(int status, String errorType, boolean serverError) {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  static Outcome of(Exchange exchange, @Nullable Throwable failure) {
    int status = exchange.request().response().getStatusCode();
    String errorType = exchange.errorType();
    if (failure != null && !exchange.isAnswered()) {
      return errorType == null
          ? new Outcome(CLIENT_CLOSED_REQUEST, Blameless.CLIENT_CLOSED_REQUEST.type(), false)
          : new Outcome(status, errorType, true);
    }
    if (status < 500) {
      return new Outcome(status, errorType == null ? "" : errorType, errorType != null);
    }
    return new Outcome(status, errorType == null ? Integer.toString(status) : errorType, true);
  }
}
