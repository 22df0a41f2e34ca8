package dev.vitrine.gateway.security.token;

import java.util.List;
import java.util.regex.Pattern;

/** What a request's {@code Authorization} holds (RFC 9110, section 11.6.2; RFC 6750, 2.1). */
sealed interface Credentials {
  /** No token: no such field, or one of another scheme. */
  record None() implements Credentials {}

  /** A token, whatever it is worth. */
  record Bearer(String token) implements Credentials {}

  /** Nothing that could be read in one way only. */
  record Ambiguous() implements Credentials {}

  /** Reads the values of the field, as many as there are. */
  static Credentials of(List<String> values) {
    if (values.isEmpty()) {
      return new None();
    }
    if (values.size() > 1) {
      return new Ambiguous();
    }
    String value = values.getFirst().strip();
    if (!value.regionMatches(true, 0, "Bearer", 0, 6)) {
      return new None();
    }
    String token = value.substring(6);
    if (!token.startsWith(" ")) {
      // "Bearer" alone has no token; "Bearerish" is another scheme.
      return token.isEmpty() ? new Ambiguous() : new None();
    }
    token = token.stripLeading();
    return Syntax.TOKEN68.matcher(token).matches() ? new Bearer(token) : new Ambiguous();
  }

  /** The syntax of a token. */
  final class Syntax {
    private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

    private Syntax() {}
  }
}
