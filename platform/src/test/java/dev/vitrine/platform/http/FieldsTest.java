package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {
  private static final BigDecimal MOST = new BigDecimal("9999999999.99");

  private static Fields fields(String json) {
    return Fields.of(Json.read(Buffer.buffer(json)));
  }

  private static List<String> faults(String json, Consumer<Fields> reader) {
    Fields fields = fields(json);
    reader.accept(fields);
    return fields.errors().stream().map(error -> error.pointer() + " " + error.detail()).toList();
  }

  @Test
  void readsWhatIsValid() {
    Fields fields = fields("{\"name\":\"Ölkanne 😀\",\"price\":19.9,\"stock\":7}");

    assertThat(fields.text("name", 1, 9)).isEqualTo("Ölkanne 😀");
    assertThat(fields.money("price", MOST)).isEqualTo(new BigDecimal("19.90"));
    assertThat(fields.wholeNumber("stock", 0, 7)).isEqualTo(7);
    assertThat(fields.errors()).isEmpty();
  }

  @Test
  void collectsEveryFaultInTheOrderOfReading() {
    List<String> faults =
        faults(
            "{\"extra\":1,\"price\":-1,\"name\":5}",
            fields -> {
              fields.text("sku", 1, 5);
              fields.text("name", 1, 5);
              fields.money("price", MOST);
            });

    assertThat(faults)
        .containsExactly(
            "/sku is required",
            "/name must be a text",
            "/price must be from 0.00 to 9999999999.99",
            "/extra is not a known field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
  void refusesABodyThatIsNoObject(String json) {
    assertThatThrownBy(() -> fields(json))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(422);
              assertThat(refused.problem().errors())
                  .containsExactly(new FieldError("", "must be an object"));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\u0007",
        "\\n",
        "\\t",
        "\\u007f",
        "\\u0085",
        "\\ud800",
        "\\udc00",
        "\\ud800a",
        "\\udc00\\ud800",
        "\\u2028",
        "\\u2029"
      })
  void refusesCharactersThatAreNoText(String escaped) {
    List<String> faults =
        faults("{\"name\":\"" + escaped + "\"}", fields -> fields.text("name", 1, 10));

    assertThat(faults).containsExactly("/name must not have control characters or lone surrogates");
  }

  @ParameterizedTest
  @CsvSource({"'', 1, 2", "abc, 1, 2", "😀😀😀, 1, 2", "a, 2, 3"})
  void refusesTextsOfTheWrongLength(String text, int least, int most) {
    List<String> faults =
        faults("{\"name\":\"" + text + "\"}", fields -> fields.text("name", least, most));

    assertThat(faults).containsExactly("/name must have " + least + " to " + most + " characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "-0.00", "9999999999.99", "1e2", "1E+9", "0.1", "5.0"})
  void readsMoneyWithTwoDecimals(String number) {
    BigDecimal money = fields("{\"price\":" + number + "}").money("price", MOST);

    assertThat(money)
        .isEqualByComparingTo(number)
        .satisfies(it -> assertThat(it.scale()).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0.01",
        "10000000000",
        "1e10",
        "1.999",
        "1.990",
        "1e-3",
        "1e400",
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "1e2147483647",
        "123456789012345678901234567890",
        "\"5\"",
        "true",
        "{}",
        "null"
      })
  void refusesWhatIsNoPriceAtOnce(String number) {
    List<String> faults =
        faults("{\"price\":" + number + "}", fields -> fields.money("price", MOST));

    assertThat(faults).singleElement().asString().startsWith("/price ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "11",
        "1.0",
        "1e0",
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "1e999999999",
        "\"5\"",
        "false",
        "[]",
        "null"
      })
  void refusesWhatIsNoWholeNumberWithinBounds(String number) {
    List<String> faults =
        faults("{\"stock\":" + number + "}", fields -> fields.wholeNumber("stock", 0, 10));

    assertThat(faults).singleElement().asString().startsWith("/stock ");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a/b~c, /a~1b~0c",
        "\\ud800, /\ufffd",
        "\\u0000x, /\ufffdx",
        "``, /",
      })
  void pointsAtFieldsOfAnyName(String name, String pointer) {
    List<FieldError> errors = fields("{\"" + name + "\":1}").errors();

    assertThat(errors).containsExactly(new FieldError(pointer, "is not a known field"));
    assertThat(Json.write(errors).toString()).contains("is not a known field");
  }

  @Test
  void shortensALongNameBetweenCharacters() {
    String name = "n".repeat(63) + "😀".repeat(50);

    List<FieldError> errors = fields("{\"" + name + "\":1}").errors();

    assertThat(errors)
        .containsExactly(new FieldError("/" + "n".repeat(63) + "😀", "is not a known field"));
  }

  @Test
  void verifiesOnlyWhatIsWithoutFault() {
    Fields valid = fields("{\"name\":\"a\"}");
    Fields faulty = fields("{\"name\":\"\"}");
    valid.text("name", 1, 1);
    faulty.text("name", 1, 1);

    valid.verify();
    assertThatThrownBy(faulty::verify)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(422);
              assertThat(refused.problem().errors()).hasSize(1);
            });
  }

  @Test
  void saysWhichFormATextMustHave() {
    List<String> faults =
        faults(
            "{\"code\":\"x\",\"other\":\"\"}",
            fields -> {
              fields.text("code", 1, 3, "y"::equals, "must be y");
              fields.text("other", 1, 3, "y"::equals, "must be y");
            });

    assertThat(faults).containsExactly("/code must be y", "/other must have 1 to 3 characters");
  }
}
