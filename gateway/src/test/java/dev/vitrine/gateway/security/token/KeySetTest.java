package dev.vitrine.gateway.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class KeySetTest {
  @Test
  void readsTheKeyOfRfc8037() throws Exception {
    KeySet keys =
        keys(
            """
            {"kty":"OKP","crv":"Ed25519","kid":"rfc",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}\
            """);

    boolean verified =
        keys.key("rfc")
            .orElseThrow()
            .verifies(
                Issuer.utf8("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"),
                Base64Url.decode(
                        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
                            + "9g7sVvpAr_MuM0KAg")
                    .orElseThrow());

    assertThat(verified).isTrue();
  }

  @Test
  void passesOverKeysThatAreOfNoUseHere() throws Exception {
    KeySet keys =
        keys(
            Issuer.es256("good").jwk(),
            "{\"kty\":\"RSA\",\"kid\":\"rsa\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
            "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"AAAA\"}",
            Issuer.es256("enc").jwk().replace("\"sig\"", "\"enc\""),
            Issuer.es256("alg").jwk().replace("ES256", "ES384"),
            Issuer.es256("curve").jwk().replace("P-256", "P-384"),
            Issuer.es256("").jwk(),
            "7",
            "null");

    assertThat(keys.key("good")).isPresent();
    for (String other : new String[] {"rsa", "oct", "enc", "alg", "curve", ""}) {
      assertThat(keys.key(other)).as(other).isEmpty();
    }
  }

  @Test
  void passesOverAPointThatIsNotOnTheCurve() throws Exception {
    String one = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
    String off =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"off\",\"x\":\"%s\",\"y\":\"%s\"}"
            .formatted(one, one);

    KeySet keys = keys(Issuer.es256("good").jwk(), off);

    assertThat(keys.key("off")).isEmpty();
  }

  @Test
  void isOfNoUseWithTwoKeysOfOneId() throws Exception {
    String first = Issuer.es256("same").jwk();
    String second = Issuer.ed25519("same").jwk();

    assertThatThrownBy(() -> keys(first, second)).hasMessageContaining("the same id");
  }

  private static KeySet keys(String... jwks) throws KeySet.UnusableException {
    return KeySet.parse(Buffer.buffer("{\"keys\":[" + String.join(",", jwks) + "]}"));
  }
}
