package dev.vitrine.gateway.discovery.kubernetes;

/** Why the API server did not give what it was asked for; each kind says what may be done. */
sealed interface Failure {
  /** Why, for a person. */
  String why();

  /** The version or the continuation asked for is too old (410): begin anew with a list. */
  record Expired(String why) implements Failure {}

  /** The token was not accepted (401): read it again. */
  record Unauthenticated(String why) implements Failure {}

  /** There was no answer, or it broke off: the same question may be asked again soon. */
  record Unreachable(String why) implements Failure {}

  /** The API server has too much to do (429): ask the same again, later. */
  record Busy(String why) implements Failure {}

  /** The API server cannot or will not answer (any other status): begin anew, later. */
  record Refused(String why) implements Failure {}

  /** The answer makes no sense: begin anew, later. */
  record Malformed(String why) implements Failure {}

  /** The answer is larger than what is taken: ask for less of it. */
  record TooLarge(String why) implements Failure {}

  /** Of an HTTP status, or of the code of a {@code Status} object, other than success. */
  static Failure ofStatus(int status, String what) {
    String why = what + " answered " + status;
    return switch (status) {
      case 401 -> new Unauthenticated(why);
      case 410 -> new Expired(why);
      case 429 -> new Busy(why);
      default -> new Refused(why);
    };
  }
}
