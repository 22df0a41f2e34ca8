package dev.vitrine.gateway.security.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import javax.net.ssl.X509KeyManager;

/** A certificate and its key, as their files have them; perhaps half-written, or not of a kind. */
final class PemPair {
  private final Buffer certificate;
  private final Buffer key;

  private PemPair(Buffer certificate, Buffer key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** Why a pair is of no use. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  /** Reads both files; blocks. */
  static PemPair read(TlsConfig config) throws IOException {
    return new PemPair(
        Buffer.buffer(Files.readAllBytes(config.certificate())),
        Buffer.buffer(Files.readAllBytes(config.key())));
  }

  /** The same, as Vert.x takes it. */
  PemKeyCertOptions options() {
    return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
  }

  /**
   * Makes sure that both can be read, and belong together: the key signs, the certificate verifies.
   * Blocks.
   *
   * @return when the certificate expires
   * @throws UnusableException otherwise
   */
  Instant check(Vertx vertx) throws UnusableException {
    X509Certificate first = first();
    try {
      X509KeyManager loaded =
          (X509KeyManager) options().getKeyManagerFactory(vertx).getKeyManagers()[0];
      String[] aliases = loaded.getServerAliases(first.getPublicKey().getAlgorithm(), null);
      if (aliases == null || !belong(loaded.getPrivateKey(aliases[0]), first.getPublicKey())) {
        throw new UnusableException("the key is not that of the certificate");
      }
      return first.getNotAfter().toInstant();
    } catch (UnusableException told) {
      throw told;
    } catch (Exception unreadable) { // whatever Vert.x throws for a key that it cannot read
      throw new UnusableException("the key cannot be read");
    }
  }

  boolean sameAs(PemPair other) {
    return certificate.equals(other.certificate) && key.equals(other.key);
  }

  private X509Certificate first() throws UnusableException {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificate.getBytes()));
      if (!chain.isEmpty() && chain.iterator().next() instanceof X509Certificate first) {
        return first;
      }
    } catch (GeneralSecurityException unreadable) {
      throw new UnusableException("the certificate cannot be read");
    }
    throw new UnusableException("there is no certificate");
  }

  private static boolean belong(PrivateKey key, PublicKey certified) {
    byte[] text = {1, 2, 3};
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }
}
