package dev.vitrine.gateway.security.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.gateway.security.token.Verdict.Invalid;
import dev.vitrine.gateway.security.token.Verdict.Reason;
import dev.vitrine.gateway.security.token.Verdict.UnknownKey;
import dev.vitrine.gateway.security.token.Verdict.Unverified;
import dev.vitrine.gateway.security.token.Verdict.Valid;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what a token is worth (RFC 7519, section 7.2; RFC 8725): the signature first, then issuer,
 * audience and times. The algorithm is that of the key; a header that says otherwise is refused.
 * Safe for any thread.
 */
final class TokenVerifier {
  private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");
  private static final int LONGEST_SUBJECT = 255;

  private final TokenConfig config;
  private final KeyCache keys;
  private final InstantSource clock;
  private final VerifiedTokens verified = new VerifiedTokens();

  TokenVerifier(TokenConfig config, KeyCache keys, InstantSource clock) {
    this.config = config;
    this.keys = keys;
    this.clock = clock;
  }

  /** Judges a token as far as that takes some microseconds only. */
  Verdict look(String token) {
    if (token.length() > TokenText.LONGEST) {
      return new Invalid(Reason.MALFORMED);
    }
    KeySet current = keys.keys();
    Optional<VerifiedToken> known = verified.find(token, current);
    if (known.isPresent()) {
      return timely(known.get());
    }
    Optional<TokenText> text = TokenText.parse(token);
    if (text.isEmpty() || !isOfKnownForm(text.get().header())) {
      return new Invalid(Reason.MALFORMED);
    }
    Optional<SignatureAlgorithm> algorithm =
        SignatureAlgorithm.of(text.get().header().path("alg").asText(""));
    if (algorithm.isEmpty()) {
      return new Invalid(Reason.ALGORITHM);
    }
    Optional<VerificationKey> key = current.key(text.get().header().path("kid").textValue());
    if (key.isEmpty()) {
      return new UnknownKey();
    }
    if (key.get().algorithm() != algorithm.get()) {
      return new Invalid(Reason.ALGORITHM);
    }
    return new Unverified(token, text.get(), key.get(), current);
  }

  /** Looks at the signature, and judges: about half a millisecond; not for an event loop. */
  Verdict verify(Unverified unverified) {
    return unverified.text().isSignedBy(unverified.key())
        ? judge(unverified.text().claims(), unverified.token(), unverified.keys())
        : new Invalid(Reason.SIGNATURE);
  }

  private Verdict judge(JsonNode claims, String token, KeySet current) {
    if (!config.issuer().equals(claims.path("iss").textValue())) {
      return new Invalid(Reason.ISSUER);
    }
    if (!isForUs(claims.path("aud"))) {
      return new Invalid(Reason.AUDIENCE);
    }
    Optional<VerifiedToken> read = read(claims);
    if (read.isEmpty()) {
      return new Invalid(Reason.MALFORMED);
    }
    Verdict verdict = timely(read.get());
    if (verdict instanceof Valid) {
      verified.keep(token, current, read.get());
    }
    return verdict;
  }

  private Verdict timely(VerifiedToken token) {
    long now = clock.instant().getEpochSecond();
    long leeway = config.leeway().toSeconds();
    if (now - leeway >= token.expires()) {
      return new Invalid(Reason.EXPIRED);
    }
    return now + leeway < token.notBefore() ? new Invalid(Reason.NOT_YET_VALID) : new Valid(token);
  }

  /** A critical extension that is not understood makes a token invalid: there is none here. */
  private static boolean isOfKnownForm(JsonNode header) {
    return header.path("kid").isTextual()
        && !header.has("crit")
        && (header.path("typ").isTextual() || header.path("typ").isMissingNode())
        && TYPES.contains(header.path("typ").asText("").toLowerCase(Locale.ROOT));
  }

  private boolean isForUs(JsonNode audience) {
    if (audience.isArray()) {
      for (JsonNode one : audience) {
        if (config.audience().equals(one.textValue())) {
          return true;
        }
      }
    }
    return config.audience().equals(audience.textValue());
  }

  private static Optional<VerifiedToken> read(JsonNode claims) {
    String subject = claims.path("sub").textValue();
    OptionalLong expires = seconds(claims, "exp", OptionalLong.empty());
    OptionalLong notBefore = seconds(claims, "nbf", OptionalLong.of(Long.MIN_VALUE / 2));
    OptionalLong issued = seconds(claims, "iat", OptionalLong.of(Long.MIN_VALUE / 2));
    JsonNode scope = claims.path("scope");
    if (subject == null
        || subject.isBlank()
        || subject.length() > LONGEST_SUBJECT
        || expires.isEmpty()
        || notBefore.isEmpty()
        || issued.isEmpty()
        || !(scope.isTextual() || scope.isMissingNode())) {
      return Optional.empty();
    }
    Set<String> scopes =
        Stream.of(scope.asText("").split(" ", -1))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    // Before it was issued it cannot have been valid either.
    long valid = Math.max(notBefore.getAsLong(), issued.getAsLong());
    return Optional.of(new VerifiedToken(subject, scopes, valid, expires.getAsLong()));
  }

  /** A NumericDate (RFC 7519, section 2), within some ten thousand years. */
  private static OptionalLong seconds(JsonNode claims, String name, OptionalLong otherwise) {
    JsonNode value = claims.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      return OptionalLong.empty();
    }
    BigDecimal number = value.decimalValue();
    boolean sane = Math.abs((long) number.scale()) <= 9 && number.precision() <= 20;
    return sane && number.abs().compareTo(BigDecimal.valueOf(1_000_000_000_000L)) < 0
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }
}
