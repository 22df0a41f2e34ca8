package dev.vitrine.gateway.security.token;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * A public key, for one algorithm: that of the key, whatever a token says.
 *
 * @param id its {@code kid}
 */
record VerificationKey(String id, SignatureAlgorithm algorithm, PublicKey key) {

  /** Whether the holder of the key has signed these bytes. Half a millisecond. */
  boolean verifies(byte[] signed, byte[] signature) {
    if (signature.length != SignatureAlgorithm.SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verification = Signature.getInstance(algorithm.jca());
      verification.initVerify(key);
      verification.update(signed);
      return verification.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(algorithm.jca(), impossible);
    }
  }
}
