package dev.vitrine.gateway.console;

import dev.vitrine.gateway.security.tls.ServerCertificate;
import dev.vitrine.gateway.security.token.KeyStatus;
import dev.vitrine.gateway.security.token.TokenVerification;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the keys of tokens and the certificate are, as far as there are any. Thread-safe. */
public final class EdgeStatus {
  private final Optional<TokenVerification> tokens;
  private final Optional<ServerCertificate> certificate;
  private final InstantSource clock;

  /** Of these, with their meters. */
  public EdgeStatus(
      Optional<TokenVerification> tokens,
      Optional<ServerCertificate> certificate,
      MeterRegistry meters,
      InstantSource clock) {
    this.tokens = tokens;
    this.certificate = certificate;
    this.clock = clock;
    tokens.ifPresent(it -> measure(it, meters));
    certificate.ifPresent(it -> measure(it, meters));
  }

  /**
   * What there is to say.
   *
   * @param tokens null where no tokens are verified
   * @param certificate null where there is no TLS
   */
  record View(@Nullable Keys tokens, @Nullable Certificate certificate) {}

  /**
   * The keys that verify tokens.
   *
   * @param ageSeconds since they were fetched; null where they never were
   * @param fault why they could not be fetched the last time; empty where they were
   */
  record Keys(int keys, @Nullable Double ageSeconds, long failedRefreshes, String fault) {}

  /**
   * The certificate that is in use.
   *
   * @param fault why its files, as they are now, are not in use; empty where they are
   */
  record Certificate(Instant expiresAt, String fault) {}

  View view() {
    return new View(
        tokens.map(it -> keys(it.keyStatus())).orElse(null),
        certificate.map(it -> new Certificate(it.expires(), it.fault().orElse(""))).orElse(null));
  }

  private static Keys keys(KeyStatus status) {
    return new Keys(
        status.keys(),
        status.age().map(EdgeStatus::seconds).orElse(null),
        status.failures(),
        status.fault().orElse(""));
  }

  private static void measure(TokenVerification tokens, MeterRegistry meters) {
    Metric.GATEWAY_TOKEN_KEYS.gauge(meters, () -> tokens.keyStatus().keys());
    Metric.GATEWAY_TOKEN_KEYS_AGE.gauge(
        meters, () -> tokens.keyStatus().age().map(EdgeStatus::seconds).orElse(Double.NaN));
    Metric.GATEWAY_TOKEN_KEYS_FAILED_REFRESHES.counter(
        meters, tokens, it -> it.keyStatus().failures());
  }

  private void measure(ServerCertificate shown, MeterRegistry meters) {
    Metric.GATEWAY_CERTIFICATE_EXPIRY.gauge(
        meters, () -> seconds(Duration.between(clock.instant(), shown.expires())));
    Metric.GATEWAY_CERTIFICATE_FAULTY.gauge(meters, () -> shown.fault().isPresent() ? 1 : 0);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
