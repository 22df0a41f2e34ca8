package dev.vitrine.gateway.console;

import static dev.vitrine.platform.testing.TestTelemetry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.gateway.console.EdgeStatus.Keys;
import dev.vitrine.gateway.security.FakeClock;
import dev.vitrine.gateway.security.tls.ServerCertificate;
import dev.vitrine.gateway.security.tls.TlsConfig;
import dev.vitrine.gateway.security.token.Issuer;
import dev.vitrine.gateway.security.token.TokenConfig;
import dev.vitrine.gateway.security.token.TokenVerification;
import dev.vitrine.gateway.time.Clocks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeStatusTest {
  private static Vertx vertx;

  private final FakeClock clock = new FakeClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() throws Exception {
    await(vertx.close());
  }

  @Test
  void tellsHowManyKeysThereAreAndHowOldTheyAre() throws Exception {
    Buffer keys = Issuer.jwks(Issuer.es256("a"), Issuer.es256("b"));
    EdgeStatus status = status(Future.succeededFuture(keys));
    clock.advance(Duration.ofSeconds(90));

    assertThat(status.view().tokens()).isEqualTo(new Keys(2, 90.0, 0, ""));
    assertThat(gauge("gateway.token.keys")).isEqualTo(2);
    assertThat(gauge("gateway.token.keys.age")).isEqualTo(90);
    assertThat(failedRefreshes()).isZero();
  }

  @Test
  void tellsThatKeysCannotBeFetched() throws Exception {
    EdgeStatus status = status(Future.failedFuture("no endpoint of a is ready"));

    assertThat(status.view().tokens()).isEqualTo(new Keys(0, null, 1, "no endpoint of a is ready"));
    assertThat(gauge("gateway.token.keys")).isZero();
    assertThat(gauge("gateway.token.keys.age")).isNaN();
    assertThat(failedRefreshes()).isEqualTo(1);
  }

  @Test
  void tellsWhenTheCertificateExpires() {
    SelfSignedCertificate files = SelfSignedCertificate.create("gateway.test");
    try {
      ServerCertificate certificate =
          ServerCertificate.read(
              vertx,
              new TlsConfig(
                  Path.of(files.certificatePath()),
                  Path.of(files.privateKeyPath()),
                  Duration.ofSeconds(1)));
      InstantSource dayBefore = () -> certificate.expires().minus(Duration.ofDays(1));

      EdgeStatus status =
          new EdgeStatus(Optional.empty(), Optional.of(certificate), meters, dayBefore);

      assertThat(gauge("gateway.certificate.expiry")).isCloseTo(86_400.0, within(0.001));
      assertThat(gauge("gateway.certificate.faulty")).isZero();
      assertThat(status.view().certificate())
          .isEqualTo(new EdgeStatus.Certificate(certificate.expires(), ""));
    } finally {
      files.delete();
    }
  }

  @Test
  void tellsNothingOfWhatThereIsNot() {
    EdgeStatus status = new EdgeStatus(Optional.empty(), Optional.empty(), meters, clock);

    assertThat(status.view()).isEqualTo(new EdgeStatus.View(null, null));
    assertThat(meters.getMeters()).isEmpty();
  }

  private EdgeStatus status(Future<Buffer> fetched) throws Exception {
    TokenConfig config =
        new TokenConfig(
            "https://issuer.test",
            "vitrine",
            "a",
            "/keys",
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10));
    TokenVerification tokens =
        TokenVerification.of(
            vertx, config, () -> fetched, new Clocks(clock, clock), OpenTelemetry.noop());
    await(tokens.start());
    tokens.stop();
    return new EdgeStatus(Optional.of(tokens), Optional.empty(), meters, clock);
  }

  private double gauge(String name) {
    return Objects.requireNonNull(meters.find(name).gauge()).value();
  }

  private double failedRefreshes() {
    return meters.get("gateway.token.keys.failed.refreshes").functionCounter().count();
  }
}
