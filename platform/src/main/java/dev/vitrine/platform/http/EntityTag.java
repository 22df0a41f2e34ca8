package dev.vitrine.platform.http;

import org.jspecify.annotations.Nullable;

/** Entity tags and their comparison (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTag {
  private EntityTag() {}

  /** A strong tag. */
  static String of(String version) {
    return '"' + version + '"';
  }

  /** Whether the value of {@code If-None-Match} names the tag, by the weak comparison. */
  static boolean matchesAny(@Nullable String header, String tag) {
    if (header == null) {
      return false;
    }
    if (header.strip().equals("*")) {
      return true;
    }
    for (String candidate : header.split(",", -1)) {
      String stripped = candidate.strip();
      if (stripped.equals(tag) || stripped.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
