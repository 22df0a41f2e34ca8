package dev.vitrine.gateway.security.limit;

/**
 * What a bucket says to one request.
 *
 * @param limit how many tokens it holds when full
 * @param remaining how many whole ones it holds now
 * @param resetNanos until it is full again
 * @param retryNanos until there is one for the next request; 0 where this one got its token
 */
record Decision(int limit, long remaining, long resetNanos, long retryNanos) {
  boolean isAllowed() {
    return retryNanos == 0;
  }

  /** The one of two that leaves less. */
  static Decision tighter(Decision one, Decision other) {
    return one.remaining() <= other.remaining() ? one : other;
  }
}
