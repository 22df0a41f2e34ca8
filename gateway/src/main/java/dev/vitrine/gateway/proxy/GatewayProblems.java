package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.platform.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The answers that the gateway makes itself: the one place where outcomes become statuses. */
public final class GatewayProblems {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String NO_ENDPOINT = "no-endpoint";
  private static final String QUEUE_FULL = "queue-full";
  private static final String QUEUE_TIMEOUT = "queue-timeout";

  private GatewayProblems() {}

  /** The kinds of all that can be answered for want of an answer from an upstream. */
  public static List<String> kinds() {
    List<String> kinds = new ArrayList<>(List.of(NO_ENDPOINT, QUEUE_FULL, QUEUE_TIMEOUT));
    Arrays.stream(Reason.values()).map(Reason::label).forEach(kinds::add);
    return kinds;
  }

  /** No endpoint of the upstream is ready. */
  static Problem noEndpoint(String upstream) {
    return Problem.unavailable(
        NO_ENDPOINT, "No endpoint of " + upstream + " is ready.", RETRY_AFTER);
  }

  /** An endpoint did not answer. */
  static Problem noAnswer(String upstream, Reason reason) {
    return switch (reason) {
      case RESPONSE_TIMEOUT, DEADLINE -> gatewayTimeout(reason, upstream + " is slow.");
      case POOL_OVERFLOW ->
          Problem.unavailable(
              reason.label(), "Too many requests wait for " + upstream + ".", RETRY_AFTER);
      case CONNECT_TIMEOUT ->
          unprocessed(gatewayTimeout(reason, upstream + " took no connection in time."));
      case CONNECTION_REFUSED, CONNECTION_FAILED, STREAM_REFUSED, GOING_AWAY ->
          unprocessed(badGateway(upstream, reason));
      case CONNECTION_LOST, MALFORMED_RESPONSE -> badGateway(upstream, reason);
    };
  }

  /** Its time was over before any endpoint had it. */
  static Problem notSentInTime(String upstream) {
    return unprocessed(
        gatewayTimeout(Reason.DEADLINE, upstream + " could not be asked in that time."));
  }

  /** Whatever it was, the client may send it again. */
  private static Problem unprocessed(Problem problem) {
    return problem.with("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
  }

  private static Problem gatewayTimeout(Reason reason, String detail) {
    return Problem.of(504, reason.label(), "The upstream did not answer in time", detail);
  }

  private static Problem badGateway(String upstream, Reason reason) {
    return Problem.of(
        502,
        reason.label(),
        "The upstream did not answer",
        upstream + " could not be reached, or broke off.");
  }

  /** More requests than the upstream takes at once, and than may wait. */
  static Problem queueFull(String upstream) {
    return overflow(upstream, QUEUE_FULL);
  }

  /** More requests than the upstream takes at once, for too long. */
  static Problem queueTimeout(String upstream) {
    return overflow(upstream, QUEUE_TIMEOUT);
  }

  private static Problem overflow(String upstream, String kind) {
    return Problem.unavailable(kind, "Too many requests wait for " + upstream + ".", RETRY_AFTER);
  }

  static Problem contentTooSlow() {
    return Problem.ofStatus(408).with("Connection", "close");
  }

  static Problem contentTooLarge() {
    return Problem.ofStatus(413).with("Connection", "close");
  }
}
