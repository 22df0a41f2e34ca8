package dev.vitrine.gateway.security.token;

/** What a token is worth. */
sealed interface Verdict {
  /** All of it is in order. */
  record Valid(VerifiedToken token) implements Verdict {}

  /** All that can be said without work is that its signature is to be looked at. */
  record Unverified(String token, TokenText text, VerificationKey key, KeySet keys)
      implements Verdict {}

  /** It names a key that is not known; it may be as soon as the keys are fetched again. */
  record UnknownKey() implements Verdict {}

  /** It is worth nothing, now or later. */
  record Invalid(Reason reason) implements Verdict {}

  /** Why a token is worth nothing: few values, stable names, safe to tell. */
  enum Reason {
    MALFORMED("The token is malformed."),
    ALGORITHM("The token is not signed by the algorithm of its key."),
    UNKNOWN_KEY("The token is signed by a key that is not known."),
    SIGNATURE("The token's signature is not valid."),
    ISSUER("The token is from another issuer."),
    AUDIENCE("The token is for another audience."),
    EXPIRED("The token has expired."),
    NOT_YET_VALID("The token is not valid yet.");

    private final String detail;

    Reason(String detail) {
      this.detail = detail;
    }

    String detail() {
      return detail;
    }
  }
}
