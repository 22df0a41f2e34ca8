package dev.vitrine.gateway.security.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding, in its one canonical form (RFC 7515, section 2; RFC 4648, 3.5). */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  /** The bytes, or nothing where the text is not exactly what an encoder would have written. */
  static Optional<byte[]> decode(String text) {
    try {
      byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
      byte[] bytes = Base64.getUrlDecoder().decode(ascii);
      return ENCODER.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
