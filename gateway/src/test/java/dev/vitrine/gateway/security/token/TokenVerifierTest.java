package dev.vitrine.gateway.security.token;

import static dev.vitrine.gateway.security.token.Issuer.base64;
import static dev.vitrine.gateway.security.token.Issuer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.FakeClock;
import dev.vitrine.gateway.security.token.Verdict.Invalid;
import dev.vitrine.gateway.security.token.Verdict.Reason;
import dev.vitrine.gateway.security.token.Verdict.UnknownKey;
import dev.vitrine.gateway.security.token.Verdict.Unverified;
import dev.vitrine.gateway.security.token.Verdict.Valid;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  static final TokenConfig CONFIG =
      new TokenConfig(
          Issuer.ISSUER,
          Issuer.AUDIENCE,
          "user-service",
          "/.well-known/jwks.json",
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10));

  private final FakeClock clock = new FakeClock();
  private Issuer ec;
  private Issuer ed;
  private TokenVerifier verifier;

  @BeforeEach
  void publish() throws GeneralSecurityException {
    ec = Issuer.es256("ec-1");
    ed = Issuer.ed25519("ed-1");
    verifier = verifier(Issuer.jwks(ec, ed));
  }

  @Test
  void takesTokensOfBothAlgorithms() throws Exception {
    VerifiedToken fromEc = valid(ec.token(clock.instant(), "catalog:write users:read"));
    VerifiedToken fromEd = valid(ed.token(clock.instant(), ""));

    assertThat(fromEc.subject()).isEqualTo("42");
    assertThat(fromEc.scopes()).isEqualTo(Set.of("catalog:write", "users:read"));
    assertThat(fromEd.scopes()).isEmpty();
  }

  @Test
  void refusesEveryAlgorithmButThatOfTheKey() throws Exception {
    String claims = Issuer.claims(clock.instant(), "");

    assertThat(reason(ec.sign("{\"alg\":\"EdDSA\",\"kid\":\"ec-1\"}", claims)))
        .isEqualTo(Reason.ALGORITHM);
    assertThat(reason(ed.sign("{\"alg\":\"ES256\",\"kid\":\"ed-1\"}", claims)))
        .isEqualTo(Reason.ALGORITHM);
    for (String algorithm : new String[] {"none", "None", "HS256", "RS256", "ES384", "es256", ""}) {
      assertThat(reason(ec.sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"ec-1\"}", claims)))
          .as(algorithm)
          .isEqualTo(Reason.ALGORITHM);
    }
    assertThat(reason(ec.sign("{\"kid\":\"ec-1\"}", claims))).isEqualTo(Reason.ALGORITHM);
  }

  @Test
  void refusesAMacOverThePublishedKey() throws Exception {
    String signed =
        base64(utf8("{\"alg\":\"HS256\",\"kid\":\"ec-1\"}"))
            + "."
            + base64(utf8(Issuer.claims(clock.instant(), "")));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(utf8(ec.jwk()), "HmacSHA256"));

    Verdict verdict = verdict(signed + "." + base64(mac.doFinal(utf8(signed))));

    assertThat(verdict).isEqualTo(new Invalid(Reason.ALGORITHM));
  }

  @Test
  void refusesWhatAnotherKeyHasSigned() throws Exception {
    Issuer forger = Issuer.es256("ec-1");
    Issuer stranger = Issuer.es256("ec-2");

    assertThat(reason(forger.token(clock.instant(), ""))).isEqualTo(Reason.SIGNATURE);
    assertThat(verdict(stranger.token(clock.instant(), ""))).isEqualTo(new UnknownKey());
  }

  @Test
  void refusesSignaturesOfNothing() throws Exception {
    String token = ec.token(clock.instant(), "");
    String signed = token.substring(0, token.lastIndexOf('.') + 1);

    assertThat(reason(signed)).isEqualTo(Reason.SIGNATURE);
    assertThat(reason(signed + base64(new byte[64]))).isEqualTo(Reason.SIGNATURE);
    assertThat(reason(signed + base64(new byte[63]))).isEqualTo(Reason.SIGNATURE);
    assertThat(reason(signed + base64(new byte[72]))).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void givesSixtySecondsOfLeewayAndNoMore() throws Exception {
    String token = ec.token(clock.instant(), "");
    String future = ec.token(clock.instant().plusSeconds(61), "");

    assertThat(reason(future)).isEqualTo(Reason.NOT_YET_VALID);
    clock.advance(Duration.ofSeconds(1));
    assertThat(valid(future).subject()).isEqualTo("42");
    clock.advance(Duration.ofSeconds(658));
    assertThat(valid(token).subject()).isEqualTo("42");
    clock.advance(Duration.ofSeconds(1));
    assertThat(reason(token)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void checksIssuerAudienceAndTheClaimsThatMustBeThere() throws Exception {
    String good = Issuer.claims(clock.instant(), "");

    assertThat(reason(ec.sign(good.replace("issuer.test", "other.test")))).isEqualTo(Reason.ISSUER);
    assertThat(reason(ec.sign(good.replace("\"vitrine\"", "\"other\""))))
        .isEqualTo(Reason.AUDIENCE);
    assertThat(reason(ec.sign(good.replace("\"vitrine\"", "[\"a\",7]"))))
        .isEqualTo(Reason.AUDIENCE);
    assertThat(valid(ec.sign(good.replace("\"vitrine\"", "[\"a\",\"vitrine\"]"))).subject())
        .isEqualTo("42");
    for (String[] change :
        new String[][] {
          {"\"exp\":", "\"exp2\":"},
          {"\"sub\":", "\"sub2\":"},
          {"\"sub\":\"42\"", "\"sub\":42"},
          {"\"sub\":\"42\"", "\"sub\":\" \""},
          {"\"scope\":\"\"", "\"scope\":[]"},
          {"\"iat\":", "\"iat\":\"x\",\"iat2\":"},
          {"\"exp\":", "\"exp\":1e999999999,\"exp2\":"},
          {"\"exp\":", "\"exp\":1e-999999999,\"exp2\":"},
          {"\"exp\":", "\"exp\":1e400,\"exp2\":"},
          {"\"exp\":", "\"exp\":" + "9".repeat(400) + ",\"exp2\":"}
        }) {
      assertThat(reason(ec.sign(good.replace(change[0], change[1]))))
          .as(change[1])
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void refusesWhatIsNotATokenWithoutAnException() throws Exception {
    String claims = Issuer.claims(clock.instant(), "");
    String token = ec.sign(claims);
    String dot = token.substring(0, token.indexOf('.'));

    assertThat(reason(ec.sign("{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"crit\":[\"exp\"]}", claims)))
        .isEqualTo(Reason.MALFORMED);
    assertThat(reason(ec.sign("{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"typ\":\"dpop+jwt\"}", claims)))
        .isEqualTo(Reason.MALFORMED);
    assertThat(reason(ec.sign("{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"kid\":\"ec-1\"}", claims)))
        .isEqualTo(Reason.MALFORMED);
    for (String broken :
        new String[] {
          "",
          ".",
          "..",
          "...",
          "a.b.c",
          dot,
          dot + "." + dot,
          token + ".",
          token + "=",
          "." + token,
          dot + ".\u00ff\u0000." + dot,
          token.replace('.', ' '),
          "W10.W10.W10",
          base64(utf8("[".repeat(3000))) + ".e30.AA",
          token + "A".repeat(8 * 1024)
        }) {
      assertThat(reason(broken)).as(broken).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void neverThrowsAndNeverTakesWhatWasChanged() throws Exception {
    String token = ec.token(clock.instant(), "catalog:write");
    Random random = new Random(42);

    for (int i = 0; i < 2_000; i++) {
      StringBuilder changed = new StringBuilder(token);
      changed.setCharAt(random.nextInt(token.length()), (char) (33 + random.nextInt(94)));
      if (!changed.toString().equals(token)) {
        assertThat(verdict(changed.toString())).isNotInstanceOf(Valid.class);
      }
    }
  }

  @Test
  void verifiesATokenOnceAndItsTimesEachTime() throws Exception {
    String token = ec.token(clock.instant(), "");
    VerifiedToken first = valid(token);

    VerifiedToken second = valid(token);
    clock.advance(Duration.ofMinutes(20));

    assertThat(second).isSameAs(first);
    assertThat(reason(token)).isEqualTo(Reason.EXPIRED);
  }

  private TokenVerifier verifier(Buffer jwks) {
    KeyCache keys = new KeyCache(() -> Future.succeededFuture(jwks), clock, 0);
    keys.refresh();
    return new TokenVerifier(CONFIG, keys, clock);
  }

  private Verdict verdict(String token) {
    Verdict look = verifier.look(token);
    return look instanceof Unverified unverified ? verifier.verify(unverified) : look;
  }

  private VerifiedToken valid(String token) {
    Verdict verdict = verdict(token);
    assertThat(verdict).isInstanceOf(Valid.class);
    return ((Valid) verdict).token();
  }

  private Reason reason(String token) {
    Verdict verdict = verdict(token);
    assertThat(verdict).isInstanceOf(Invalid.class);
    return ((Invalid) verdict).reason();
  }
}
