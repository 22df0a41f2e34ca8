package dev.vitrine.gateway.security.token;

import java.util.Optional;
import java.util.stream.Stream;

/** The algorithms that are taken (RFC 7518, section 3.4; RFC 8037, section 3.1); no other is. */
enum SignatureAlgorithm {
  ES256("ES256", "SHA256withECDSAinP1363Format"),
  EDDSA("EdDSA", "Ed25519");

  /** Two numbers of 32 bytes, in both. */
  static final int SIGNATURE_BYTES = 64;

  private final String header;
  private final String jca;

  SignatureAlgorithm(String header, String jca) {
    this.header = header;
    this.jca = jca;
  }

  /** By its name in the header of a token, letter by letter. */
  static Optional<SignatureAlgorithm> of(String header) {
    return Stream.of(values()).filter(it -> it.header.equals(header)).findFirst();
  }

  /** Its name in the header of a token. */
  String header() {
    return header;
  }

  /** Its name in the JDK. */
  String jca() {
    return jca;
  }
}
