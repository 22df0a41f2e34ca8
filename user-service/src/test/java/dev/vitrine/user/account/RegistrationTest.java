package dev.vitrine.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.platform.http.FieldError;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationTest {
  private static ObjectNode valid() {
    return (ObjectNode)
        Json.read(
            Buffer.buffer(
                """
                {"email": "ida@example.org", "name": "Ida", "password": "correct horse"}
                """));
  }

  private static List<String> pointersOf(ObjectNode body) {
    try {
      Registration.of(body);
      return List.of();
    } catch (ProblemException refused) {
      assertThat(refused.problem().status()).isEqualTo(422);
      return refused.problem().errors().stream().map(FieldError::pointer).toList();
    }
  }

  @Test
  void readsARegistration() {
    Registration registration = Registration.of(valid().put("name", "  Ida Meyer "));

    assertThat(registration.email()).isEqualTo(new EmailAddress("ida@example.org"));
    assertThat(registration.name()).isEqualTo("Ida Meyer");
    assertThat(registration.password()).isEqualTo("correct horse");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(Registration.of(valid()).toString()).doesNotContain("correct horse");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eight888",
        "ohne Umlaut geht's auch",
        "パスワードは長い",
        "😀😀😀😀😀😀😀😁",
        "        x"
      })
  void takesAnyPasswordThatIsLongAndNotCommon(String password) {
    assertThat(pointersOf(valid().put("password", password))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seven77",
        "😀😀😀😀",
        "password",
        "PASSWORD",
        "Password123",
        "aaaaaaaaaa",
        "12345678",
        "ida@example.org",
        "IDA@example.org",
        "tab\tinside"
      })
  void refusesPasswordsThatAreGuessedFirst(String password) {
    assertThat(pointersOf(valid().put("password", password))).containsExactly("/password");
  }

  @Test
  void refusesTextsBeyondTheirLength() {
    String domain = "@" + "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(60) + ".org";

    assertThat(pointersOf(valid().put("password", "xy".repeat(64)))).isEmpty();
    assertThat(pointersOf(valid().put("password", "xy".repeat(64) + "z")))
        .containsExactly("/password");
    assertThat(pointersOf(valid().put("name", "n".repeat(100)))).isEmpty();
    assertThat(pointersOf(valid().put("name", "n".repeat(101)))).containsExactly("/name");
    assertThat(pointersOf(valid().put("email", "a".repeat(64) + domain))).isEmpty();
    assertThat(pointersOf(valid().put("email", "a".repeat(64) + domain + ".dddd")))
        .containsExactly("/email");
  }

  @ParameterizedTest
  @CsvSource({"email, ida", "name, ' '", "name, ''", "name, '\u2003'"})
  void refusesAnyOtherText(String field, String value) {
    assertThat(pointersOf(valid().put(field, value))).containsExactly("/" + field);
  }

  @Test
  void reportsEveryFieldAtFaultAtOnce() {
    ObjectNode body = valid();
    body.removeAll();
    body.put("password", 12345678).put("role", "admin").putNull("name");

    assertThat(pointersOf(body)).containsExactly("/email", "/name", "/password", "/role");
  }
}
