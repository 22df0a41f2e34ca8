package dev.vitrine.gateway.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.limit.ConnectionDeadlines;
import dev.vitrine.gateway.security.limit.HeadDeadline;
import dev.vitrine.gateway.security.limit.HeadTime;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** The preface, empty SETTINGS, and HEADERS of one byte without END_HEADERS. */
  private static final String HTTP2_BEGUN =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0" + "\0\0\1\1\0\0\0\0\1\u0082";

  @TempDir private Path directory;
  private TlsConfig config;
  private Vertx vertx;
  private ServerCertificate certificate;
  private EdgeServer server;

  @BeforeEach
  void start() throws Exception {
    config =
        new TlsConfig(
            directory.resolve("tls.crt"), directory.resolve("tls.key"), Duration.ofMillis(20));
    write("one", "EC");
    vertx = Vertx.vertx();
    certificate = ServerCertificate.read(vertx, config);
    server =
        EdgeServer.with(
            certificate.secure(new HttpServerOptions()),
            router ->
                router.route().handler(ctx -> ctx.response().end(ctx.request().version().name())));
    certificate.watch(options -> server.servers().update(options));
  }

  @AfterEach
  void stop() throws Exception {
    certificate.stop();
    server.close();
    TestTelemetry.await(vertx.close());
  }

  @Test
  void givesNewConnectionsTheNewCertificateAndLeavesTheOldOnesAlone() throws Exception {
    try (SSLSocket old = connect("TLSv1.3")) {
      assertThat(exchange(old)).startsWith("HTTP/1.1 200");

      write("two", "RSA");
      await().until(() -> shown().equals("CN=two"));

      assertThat(subject(old)).isEqualTo("CN=one");
      assertThat(exchange(old)).startsWith("HTTP/1.1 200");
      assertThat(certificate.fault()).isEmpty();
    }
  }

  @Test
  void keepsTheOldOneWhereThePairIsOfNoUseAndRecovers() throws Exception {
    byte[] good = Files.readAllBytes(config.certificate());

    Files.write(config.certificate(), Arrays.copyOf(good, good.length / 2));
    awaitFault("the certificate cannot be read");
    Files.write(config.certificate(), new byte[0]);
    awaitFault("no certificate");
    write("two", "EC");
    await().until(() -> shown().equals("CN=two"));
    Files.write(config.certificate(), good); // the other's key
    awaitFault("not that of the certificate");
    Files.delete(config.key());
    awaitFault(config.key() + ": no such file");

    assertThat(shown()).isEqualTo("CN=two");
    write("three", "EC");
    await().until(() -> shown().equals("CN=three"));
    assertThat(certificate.fault()).isEmpty();
    assertThat(certificate.expires()).isAfter(Instant.now());
  }

  @Test
  void speaksTls12And13AndHttp2() throws Exception {
    try (SSLSocket twelve = connect("TLSv1.2");
        SSLSocket thirteen = connect("TLSv1.3")) {
      assertThat(twelve.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(thirteen.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(exchange(thirteen)).endsWith("HTTP_1_1");
    }
    try (SSLSocket h2 = socket("TLSv1.3")) {
      SSLParameters parameters = h2.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      h2.setSSLParameters(parameters);
      h2.startHandshake();

      assertThat(h2.getApplicationProtocol()).isEqualTo("h2");
    }
    assertThatThrownBy(() -> connect("TLSv1.1")).isInstanceOf(SSLException.class);
  }

  @Test
  void hasADeadlineForHeadsOfHttp2() throws Exception {
    Duration within = Duration.ofMillis(300);
    AtomicInteger late = new AtomicInteger();
    HeadTime time = new HeadTime(within, late::incrementAndGet, Map.of());
    try (EdgeServer guarded =
        EdgeServer.with(
            certificate.secure(new HttpServerOptions()),
            connection -> HeadDeadline.watch(connection, time),
            router -> {})) {
      ConnectionDeadlines.guard(guarded.port(), time);
      try (SSLSocket h2 = socket("TLSv1.3", guarded.port())) {
        SSLParameters parameters = h2.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        h2.setSSLParameters(parameters);

        h2.getOutputStream().write(HTTP2_BEGUN.getBytes(StandardCharsets.ISO_8859_1));
        byte[] told = h2.getInputStream().readAllBytes();

        // The last frame: GOAWAY, no stream, ENHANCE_YOUR_CALM.
        assertThat(Arrays.copyOfRange(told, told.length - 17, told.length))
            .containsExactly(0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11);
        assertThat(late.get()).isEqualTo(1);
      } finally {
        ConnectionDeadlines.release(guarded.port());
      }
    }
  }

  @Test
  void doesNotStartWithFilesOfNoUse() throws Exception {
    Files.writeString(config.key(), "nothing");

    assertThatThrownBy(() -> ServerCertificate.read(vertx, config))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("edge.tls: ")
        .hasMessageContaining("the key cannot be read");

    Files.delete(config.key());

    assertThatThrownBy(() -> ServerCertificate.read(vertx, config))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("edge.tls.key: " + config.key() + " (expected: a file");
  }

  private void awaitFault(String part) {
    await().until(() -> certificate.fault().orElse("").contains(part));
  }

  private String shown() throws Exception {
    try (SSLSocket socket = connect("TLSv1.3")) {
      return subject(socket);
    }
  }

  private static String subject(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private static String exchange(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("HTTP_1_1") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return answer.toString();
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private SSLSocket connect(String version) throws Exception {
    SSLSocket socket = socket(version);
    socket.startHandshake();
    return socket;
  }

  private SSLSocket socket(String version) throws Exception {
    return socket(version, server.port());
  }

  private static SSLSocket socket(String version, int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  /** The key last, so that there is a moment at which the two do not belong together. */
  private void write(String name, String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 1024 : 256); // soon found, and not to be trusted
    KeyPair pair = generator.generateKeyPair();
    X500Principal subject = new X500Principal("CN=" + name);
    Instant now = Instant.now();
    byte[] encoded =
        new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                subject,
                pair.getPublic())
            .build(
                new JcaContentSignerBuilder(
                        algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                    .build(pair.getPrivate()))
            .getEncoded();
    Files.writeString(config.certificate(), pem("CERTIFICATE", encoded));
    Files.writeString(config.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private static String pem(String type, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  /** Any certificate will do: which one it is, is what is looked at. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
