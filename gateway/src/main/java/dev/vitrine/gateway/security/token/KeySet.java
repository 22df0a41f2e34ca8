package dev.vitrine.gateway.security.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that an issuer publishes (RFC 7517), as far as they are of use here: P-256 and Ed25519,
 * for signatures, with an id. Others are passed over, as section 5 asks; a set that has none, or
 * two of one id, is of no use.
 */
final class KeySet {
  static final int LARGEST = 64 * 1024;

  private static final int COORDINATE = 32;
  private static final int MOST_KEYS = 64;
  private static final ECParameterSpec P256 = p256();

  private final Map<String, VerificationKey> keys;

  private KeySet(Map<String, VerificationKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  /** The set before the first is fetched. */
  static KeySet empty() {
    return new KeySet(Map.of());
  }

  /** A set cannot be used. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  /**
   * Reads a set.
   *
   * @throws UnusableException where it is none, or has no key that can be used
   */
  static KeySet parse(Buffer text) throws UnusableException {
    if (text.length() > LARGEST) {
      throw new UnusableException("the key set has more than " + LARGEST + " bytes");
    }
    JsonNode list;
    try {
      list = Json.read(text).path("keys");
    } catch (ProblemException malformed) {
      throw new UnusableException("the key set is not JSON");
    }
    if (!list.isArray() || list.size() > MOST_KEYS) {
      throw new UnusableException("the key set has no list of at most " + MOST_KEYS + " keys");
    }
    Map<String, VerificationKey> keys = new LinkedHashMap<>();
    for (JsonNode node : list) {
      Optional<VerificationKey> key = key(node);
      if (key.isPresent() && keys.put(key.get().id(), key.get()) != null) {
        throw new UnusableException("two keys of the set have the same id");
      }
    }
    if (keys.isEmpty()) {
      throw new UnusableException("the key set has no key for ES256 or EdDSA");
    }
    return new KeySet(keys);
  }

  Optional<VerificationKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  int size() {
    return keys.size();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether both have the same keys, so that what one has verified the other would. */
  boolean sameAs(KeySet other) {
    return keys.equals(other.keys);
  }

  private static Optional<VerificationKey> key(JsonNode node) {
    String id = node.path("kid").asText("");
    String use = node.path("use").asText("sig");
    String type = node.path("kty").asText("") + " " + node.path("crv").asText("");
    if (id.isEmpty() || !use.equals("sig")) {
      return Optional.empty();
    }
    return switch (type) {
      case "EC P-256" -> key(node, id, SignatureAlgorithm.ES256, ec(node));
      case "OKP Ed25519" -> key(node, id, SignatureAlgorithm.EDDSA, ed25519(node));
      default -> Optional.empty();
    };
  }

  /** The curve decides the algorithm; an {@code alg} that says otherwise makes it a key of none. */
  private static Optional<VerificationKey> key(
      JsonNode node, String id, SignatureAlgorithm algorithm, Optional<PublicKey> key) {
    String declared = node.path("alg").asText(algorithm.header());
    return key.filter(it -> declared.equals(algorithm.header()))
        .map(it -> new VerificationKey(id, algorithm, it));
  }

  private static Optional<PublicKey> ec(JsonNode node) {
    Optional<byte[]> x = coordinate(node, "x");
    Optional<byte[]> y = coordinate(node, "y");
    if (x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    ECPoint point = new ECPoint(new BigInteger(1, x.get()), new BigInteger(1, y.get()));
    return isOnCurve(point) ? generate("EC", new ECPublicKeySpec(point, P256)) : Optional.empty();
  }

  /** RFC 8032, section 5.1.2: little-endian y, with the sign of x as the highest bit. */
  private static Optional<PublicKey> ed25519(JsonNode node) {
    return coordinate(node, "x")
        .flatMap(bytes -> {
          byte[] bigEndian = new byte[COORDINATE];
          for (int i = 0; i < COORDINATE; i++) {
            bigEndian[i] = bytes[COORDINATE - 1 - i];
          }
          boolean xIsOdd = (bigEndian[0] & 0x80) != 0;
          bigEndian[0] &= 0x7F;
          EdECPoint point = new EdECPoint(xIsOdd, new BigInteger(1, bigEndian));
          return generate("Ed25519", new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        });
  }

  private static Optional<byte[]> coordinate(JsonNode node, String name) {
    return Base64Url.decode(node.path(name).asText("")).filter(bytes -> bytes.length == COORDINATE);
  }

  /** The JDK takes any two numbers for a point. */
  private static boolean isOnCurve(ECPoint point) {
    BigInteger p = ((ECFieldFp) P256.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right =
        x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
  }

  private static Optional<PublicKey> generate(String algorithm, KeySpec specification) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(specification));
    } catch (GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("secp256r1", impossible);
    }
  }
}
