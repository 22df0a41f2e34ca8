package dev.vitrine.local.load;

import java.util.Map;
import java.util.Optional;

/** What became of a request. */
sealed interface Answer {
  /**
   * It was answered.
   *
   * @param headers by name in small letters
   */
  record Given(int status, Map<String, String> headers, String body) implements Answer {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** It was not: refused, broken off, or waited for in vain. */
  record None(String why) implements Answer {}
}
