package dev.vitrine.gateway.security.token;

import dev.vitrine.gateway.security.token.Verdict.Reason;
import dev.vitrine.platform.http.Problem;
import java.time.Duration;
import java.util.List;

/** The refusals that have to do with tokens, with their challenges (RFC 6750, section 3). */
final class TokenProblems {
  private static final String CHALLENGE = "Bearer realm=\"vitrine\"";

  private TokenProblems() {}

  /** No token where one is required: no error code, as there was no error. */
  static Problem required() {
    return Problem.of(401, "token-required", "A token is required", "")
        .with("WWW-Authenticate", CHALLENGE);
  }

  static Problem ambiguous() {
    return Problem.of(
            400,
            "invalid-authorization",
            "The Authorization field cannot be used",
            "Exactly one token is expected, as in: Authorization: Bearer <token>")
        .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_request\"");
  }

  static Problem invalid(Reason reason) {
    return Problem.of(401, "invalid-token", "The token is not valid", reason.detail())
        .with(
            "WWW-Authenticate",
            CHALLENGE + ", error=\"invalid_token\", error_description=\"" + reason.detail() + "\"");
  }

  static Problem insufficientScope(List<String> required) {
    String scopes = String.join(" ", required);
    return Problem.of(
            403, "insufficient-scope", "The token does not grant enough", "Required: " + scopes)
        .with(
            "WWW-Authenticate",
            CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scopes + "\"");
  }

  /** More new tokens at once than there is time for. */
  static Problem busy() {
    return Problem.unavailable(
        "token-verification-busy", "Too many tokens wait to be verified.", Duration.ofSeconds(1));
  }

  /** The keys are not known, which is not the client's fault. */
  static Problem noKeys(Duration retryAfter) {
    return Problem.unavailable(
        "token-keys-unavailable", "Tokens cannot be verified at the moment.", retryAfter);
  }
}
