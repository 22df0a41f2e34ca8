package dev.vitrine.gateway.security.tls;

import dev.vitrine.platform.config.Default;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The certificate that the gateway shows.
 *
 * @param certificate a PEM file of the certificate, and those that lead up to its root
 * @param key a PEM file of its private key
 * @param poll how often the two are looked at
 */
public record TlsConfig(
    @Meaning("a PEM file of the certificate, and those that lead up to its root") Path certificate,
    @Meaning("a PEM file of its private key") Path key,
    @Default(value = "1s", meaning = "how often the two files are looked at") Duration poll) {
  public TlsConfig {
    Require.between("poll", poll, Duration.ofMillis(10), Duration.ofHours(24));
  }
}
