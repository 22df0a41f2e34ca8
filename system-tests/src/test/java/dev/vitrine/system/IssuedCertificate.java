package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/** A certificate of 127.0.0.1 that has signed itself, and its key; made by the JDK's keytool. */
record IssuedCertificate(Certificate certificate, Key key) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "gateway";

  /**
   * Makes one.
   *
   * @param days until it expires
   */
  static IssuedCertificate of(Path folder, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("certificate-%d.p12".formatted(days));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-validity",
            Integer.toString(days));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new IssuedCertificate(
        store.getCertificate(ALIAS), store.getKey(ALIAS, PASSWORD.toCharArray()));
  }

  /** Puts it where a server reads its certificate and its key. */
  void install(Path chain, Path keyFile) throws IOException, GeneralSecurityException {
    WholeFile.write(chain, pem("CERTIFICATE", certificate.getEncoded()));
    WholeFile.write(keyFile, pem("PRIVATE KEY", key.getEncoded()));
  }

  private static byte[] pem(String kind, byte[] content) {
    String text = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, text, kind)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
