package dev.vitrine.platform.config;

import dev.vitrine.platform.text.Visible;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key the path of the value, kebab-case, parts joined by dots: {@code http.port}
 * @param value what was found there, as the operator wrote it
 * @param expected what would have been accepted
 */
public record Fault(String key, String value, String expected) {

  /** Returns the same fault as seen from one level further up. */
  Fault under(String parent) {
    if (parent.isEmpty()) {
      return this;
    }
    return new Fault(key.isEmpty() ? parent : parent + "." + key, value, expected);
  }

  /** On one line, and fit for a terminal, whatever the operator wrote. */
  @Override
  public String toString() {
    return Visible.of("%s: %s (expected: %s)".formatted(key, value, expected));
  }
}
