package dev.vitrine.platform.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Entity tags and their comparison (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTag {
  private static final int CONTENT_TAG_BYTES = 16;

  private EntityTag() {}

  /** A strong tag. */
  static String of(String version) {
    return '"' + version + '"';
  }

  /** A strong tag that two contents share only if they are the same, byte by byte. */
  static String ofContent(Buffer content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      byte[] enough = Arrays.copyOf(digest, CONTENT_TAG_BYTES);
      return of(Base64.getUrlEncoder().withoutPadding().encodeToString(enough));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
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
