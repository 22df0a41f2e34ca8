package dev.vitrine.gateway.security.token;

import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Somebody who issues tokens, with a key of its own. */
public final class Issuer {
  static final String ISSUER = "https://issuer.test";
  static final String AUDIENCE = "vitrine";

  private final String keyId;
  private final SignatureAlgorithm algorithm;
  private final KeyPair pair;

  private Issuer(String keyId, SignatureAlgorithm algorithm, KeyPair pair) {
    this.keyId = keyId;
    this.algorithm = algorithm;
    this.pair = pair;
  }

  public static Issuer es256(String keyId) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return new Issuer(keyId, SignatureAlgorithm.ES256, generator.generateKeyPair());
  }

  static Issuer ed25519(String keyId) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new Issuer(keyId, SignatureAlgorithm.EDDSA, pair);
  }

  /** Its public key, as it publishes it. */
  String jwk() {
    if (pair.getPublic() instanceof ECPublicKey ec) {
      return """
      {"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"%s","x":"%s","y":"%s"}\
      """
          .formatted(
              keyId,
              base64(bigEndian(ec.getW().getAffineX())),
              base64(bigEndian(ec.getW().getAffineY())));
    }
    EdECPublicKey ed = (EdECPublicKey) pair.getPublic();
    byte[] x = bigEndian(ed.getPoint().getY());
    for (int i = 0; i < x.length / 2; i++) {
      byte swapped = x[i];
      x[i] = x[x.length - 1 - i];
      x[x.length - 1 - i] = swapped;
    }
    if (ed.getPoint().isXOdd()) {
      x[31] |= (byte) 0x80;
    }
    return """
    {"kty":"OKP","crv":"Ed25519","kid":"%s","x":"%s"}\
    """
        .formatted(keyId, base64(x));
  }

  public static Buffer jwks(Issuer... issuers) {
    return Buffer.buffer(
        "{\"keys\":[" + String.join(",", Arrays.stream(issuers).map(Issuer::jwk).toList()) + "]}");
  }

  /** A token that is good for ten minutes. */
  public String token(Instant now, String scope) throws GeneralSecurityException {
    return sign(claims(now, scope));
  }

  static String claims(Instant now, String scope) {
    return """
    {"iss":"%s","aud":"%s","sub":"42","scope":"%s","iat":%d,"exp":%d}\
    """
        .formatted(ISSUER, AUDIENCE, scope, now.getEpochSecond(), now.getEpochSecond() + 600);
  }

  /** Whatever claims, signed properly. */
  String sign(String claims) throws GeneralSecurityException {
    return sign(
        "{\"alg\":\"" + algorithm.header() + "\",\"typ\":\"at+jwt\",\"kid\":\"" + keyId + "\"}",
        claims);
  }

  /** Whatever header and claims, signed properly. */
  String sign(String header, String claims) throws GeneralSecurityException {
    String signed = base64(utf8(header)) + "." + base64(utf8(claims));
    Signature signature = Signature.getInstance(algorithm.jca());
    signature.initSign(pair.getPrivate());
    signature.update(utf8(signed));
    return signed + "." + base64(signature.sign());
  }

  String keyId() {
    return keyId;
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bigEndian(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }
}
