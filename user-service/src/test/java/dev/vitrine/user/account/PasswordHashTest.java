package dev.vitrine.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

final class PasswordHashTest {
  private final SecureRandom random = new SecureRandom();

  /** Hashes again with the parameters and the salt that the hash itself names. */
  private static String again(String hash, byte[] password) {
    String[] parts = hash.split("\\$", -1);
    byte[] salt = Base64.getDecoder().decode(parts[4]);
    byte[] result = new byte[Base64.getDecoder().decode(parts[5]).length];
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withMemoryAsKB(19_456)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    argon2.generateBytes(password, result);
    return Base64.getEncoder().withoutPadding().encodeToString(result);
  }

  @Test
  void namesItsParametersAndItsSalt() {
    String hash = PasswordHash.of("correct horse", random);

    assertThat(hash)
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    assertThat(hash).endsWith("$" + again(hash, "correct horse".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void differsEachTime() {
    assertThat(PasswordHash.of("correct horse", random))
        .isNotEqualTo(PasswordHash.of("correct horse", random));
  }

  @Test
  void isOfTheSameCharactersHoweverTheyAreComposed() {
    String hash = PasswordHash.of("pa\u0308sse", random);

    assertThat(hash).endsWith("$" + again(hash, "p\u00e4sse".getBytes(StandardCharsets.UTF_8)));
  }
}
