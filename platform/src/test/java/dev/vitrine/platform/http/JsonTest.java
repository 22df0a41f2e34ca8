package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  record Offer(BigDecimal unitPrice, Instant validUntil, List<String> tags) {}

  private static Problem refusalOf(Buffer text) {
    var refused = catchThrowableOfType(ProblemException.class, () -> Json.read(text));
    assertThat(refused).as("the refusal").isNotNull();
    return refused.problem();
  }

  @Test
  void writesMoneyAndTimesAsTheyAre() {
    Offer offer =
        new Offer(
            new BigDecimal("1000000000.10"), Instant.parse("2026-03-01T10:00:00.5Z"), List.of("a"));

    String written = Json.write(offer).toString();

    assertThat(written)
        .isEqualTo(
            "{\"unit_price\":1000000000.10,\"valid_until\":\"2026-03-01T10:00:00.500Z\",\"tags\":[\"a\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"19.90", "19.9", "0.10", "1e2", "123456789012345678901234567890.12"})
  void keepsTheDecimalsThatAClientWrote(String number) {
    JsonNode value = Json.read(Buffer.buffer(number));

    assertThat(value.decimalValue()).isEqualTo(new BigDecimal(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n ",
        "{",
        "{}}",
        "{} {}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":0x10}",
        "{\"a\":NaN}",
        "{\"a\":-Infinity}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud8\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"\u0000\"}",
        "// comment\n{}",
        "\ufeff{}",
        "nul",
      })
  void refusesWhatIsNotJson(String text) {
    Problem problem = refusalOf(Buffer.buffer(text));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).startsWith("The body is").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}"})
  void refusesANameThatIsThereTwice(String text) {
    Problem problem = refusalOf(Buffer.buffer(text));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).startsWith("The body has a name twice (line 1");
  }

  static Stream<String> invalidUtf8() {
    return Stream.of(
        "7b2261223a22ff227d", // FF
        "7b2261223a22c0af227d", // over-long
        "7b2261223a22eda080227d", // a surrogate
        "7b2261223a22eda081edb080227d", // a pair of them
        "7b2261223a22f4908080227d", // beyond U+10FFFF
        "7b2261223a22e282", // cut off
        "80");
  }

  @ParameterizedTest
  @MethodSource("invalidUtf8")
  void refusesWhatIsNotUtf8(String bytes) {
    Problem problem = refusalOf(Buffer.buffer(HexFormat.of().parseHex(bytes)));

    assertThat(problem.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void refusesOtherEncodings(String encoding) {
    byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(encoding));

    assertThat(refusalOf(Buffer.buffer(bytes)).status()).isEqualTo(400);
  }

  @Test
  void saysWhereItStopsBeingJson() {
    Problem problem = refusalOf(Buffer.buffer("{\"a\":1,\n  oops}"));

    assertThat(problem.detail()).contains("line 2, column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesEndlessNesting(String open) {
    Problem problem = refusalOf(Buffer.buffer(open.repeat(20_000)));

    assertThat(problem.status()).isEqualTo(400);
  }

  @Test
  void refusesANumberOfThousandsOfDigits() {
    assertThat(refusalOf(Buffer.buffer("9".repeat(10_000))).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e400", "1e2147483647"})
  void readsANumberOfAnyMagnitudeAtOnce(String number) {
    Assertions.assertThatCode(() -> Json.read(Buffer.buffer(number))).doesNotThrowAnyException();

    long start = System.nanoTime();
    Json.read(Buffer.buffer(number)).isIntegralNumber();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void refusesANumberWhoseExponentIsNone() {
    assertThat(refusalOf(Buffer.buffer("{\"a\":1e99999999999999}")).status()).isEqualTo(400);
  }

  @Test
  void readsEveryCharacterThatUtf8Has() {
    String text = "ä€😀\u2028";

    JsonNode value = Json.read(Buffer.buffer(('"' + text + '"').getBytes(StandardCharsets.UTF_8)));

    assertThat(value.textValue()).isEqualTo(text);
  }
}
