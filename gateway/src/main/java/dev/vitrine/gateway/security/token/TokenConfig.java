package dev.vitrine.gateway.security.token;

import dev.vitrine.platform.config.Default;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Whose tokens are taken, and where the keys are that verify them.
 *
 * @param issuer what {@code iss} must be, letter by letter
 * @param audience what {@code aud} must be, or contain
 * @param jwksUpstream the upstream that publishes the keys
 * @param jwksPath where it does
 * @param leeway by how much its clock and ours may differ
 * @param refresh how often the keys are fetched, spread by 20 %
 * @param refreshAtMost how often they may be fetched because a token names a key that is not known
 */
public record TokenConfig(
    @Meaning("what iss must be, letter by letter") String issuer,
    @Meaning("what aud must be, or contain") String audience,
    @Meaning("the upstream that publishes the keys") String jwksUpstream,
    @Meaning("where it does") String jwksPath,
    @Default(value = "60s", meaning = "by how much the issuer's clock and ours may differ")
        Duration leeway,
    @Default(value = "5m", meaning = "how often the keys are fetched; spread by 20 %")
        Duration refresh,
    @Default(
            value = "10s",
            meaning = "how often they may be fetched because a token names a key that is not known")
        Duration refreshAtMost) {
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  public TokenConfig {
    Require.notBlank("issuer", issuer);
    Require.notBlank("audience", audience);
    Require.notBlank("jwks-upstream", jwksUpstream);
    Require.that(
        PATH.matcher(jwksPath).matches(),
        "jwks-path",
        jwksPath,
        "a path such as /.well-known/jwks.json");
    Require.between("leeway", leeway, Duration.ZERO, Duration.ofMinutes(5));
    Require.between("refresh", refresh, Duration.ofSeconds(10), Duration.ofHours(24));
    Require.between("refresh-at-most", refreshAtMost, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }
}
