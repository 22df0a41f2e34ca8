package dev.vitrine.gateway.live;

import io.vertx.core.http.HttpMethod;

/**
 * A request, and what came of it.
 *
 * @param sentNanos when it was sent, by {@link System#nanoTime()}
 * @param status 0 where there was no answer
 * @param closes whether the answer said that it is the last one of its connection
 * @param fault why it is not the right answer; empty where it is, or says that there is none
 */
record Exchange(
    HttpMethod method, long id, long sentNanos, int status, boolean closes, String fault) {
  boolean isPost() {
    return method.equals(HttpMethod.POST);
  }

  /** What an answer is whose end never came, and which the client can tell from a whole one. */
  static final String BROKEN_OFF = "broken off";

  boolean isBrokenOff() {
    return fault.equals(BROKEN_OFF);
  }

  /** What it is where the client knows that nothing was done for it. */
  static final String REFUSED = "refused";

  boolean isRefused() {
    return fault.equals(REFUSED);
  }

  boolean isDone() {
    return status == 200 && fault.isEmpty();
  }

  /** Method, status and fault, without what is of this one only. */
  String kind() {
    return fault.isEmpty() ? method + " " + status : method + " " + status + ": " + fault;
  }
}
