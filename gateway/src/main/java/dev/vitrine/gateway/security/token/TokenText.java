package dev.vitrine.gateway.security.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A signed token in its compact form (RFC 7515, section 7.1), taken apart; nothing of it is to be
 * believed yet.
 */
final class TokenText {
  static final int LONGEST = 8 * 1024;

  private final JsonNode header;
  private final JsonNode claims;
  private final byte[] signed;
  private final byte[] signature;

  private TokenText(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Takes a token apart; nothing where it is longer than 8 KiB, or not of the form. */
  static Optional<TokenText> parse(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (token.length() > LONGEST || first < 0 || second < 0 || token.indexOf('.', second + 1) > 0) {
      return Optional.empty();
    }
    Optional<JsonNode> header = object(token.substring(0, first));
    Optional<JsonNode> claims = object(token.substring(first + 1, second));
    Optional<byte[]> signature = Base64Url.decode(token.substring(second + 1));
    if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return Optional.of(new TokenText(header.get(), claims.get(), signed, signature.get()));
  }

  JsonNode header() {
    return header;
  }

  JsonNode claims() {
    return claims;
  }

  /** Whether the holder of a key has signed it. */
  boolean isSignedBy(VerificationKey key) {
    return key.verifies(signed, signature);
  }

  private static Optional<JsonNode> object(String encoded) {
    try {
      return Base64Url.decode(encoded)
          .map(bytes -> Json.read(Buffer.buffer(bytes)))
          .filter(JsonNode::isObject);
    } catch (ProblemException notJson) {
      return Optional.empty();
    }
  }
}
