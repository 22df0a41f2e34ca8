package dev.vitrine.product.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.platform.http.FieldError;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProductDetailsTest {
  private static final String VALID =
      """
      {"sku": "MUG-01", "name": "Mug", "description": "", "category": "kitchen",
       "price": 12.5, "currency": "EUR", "stock": 3}
      """;

  private static ObjectNode valid() {
    return (ObjectNode) Json.read(Buffer.buffer(VALID));
  }

  private static List<String> pointersOf(ObjectNode body) {
    try {
      ProductDetails.of(body);
      return List.of();
    } catch (ProblemException refused) {
      assertThat(refused.problem().status()).isEqualTo(422);
      return refused.problem().errors().stream().map(FieldError::pointer).toList();
    }
  }

  @Test
  void readsAProduct() {
    ProductDetails details = ProductDetails.of(valid());

    assertThat(details)
        .isEqualTo(
            new ProductDetails("MUG-01", "Mug", "", "kitchen", new BigDecimal("12.50"), "EUR", 3));
  }

  @ParameterizedTest
  @CsvSource({
    "sku, A",
    "sku, 0.9_Z-",
    "name, ' Mug '",
    "name, 😀",
    "category, a",
    "category, 3d-print",
    "currency, JPY",
    "currency, CHF",
    "description, It's \"good\"; <b>really</b>"
  })
  void takesAnyTextWithinTheBounds(String field, String value) {
    assertThat(pointersOf(valid().put(field, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sku, ''",
    "sku, mug",
    "sku, 'MUG 1'",
    "sku, MÜG",
    "sku, MUG/1",
    "name, ''",
    "name, ' '",
    "name, '\u2003'",
    "category, ''",
    "category, Kitchen",
    "category, a_b",
    "category, ../etc",
    "currency, eur",
    "currency, EU",
    "currency, EURO",
    "currency, ABC",
    "currency, '€'"
  })
  void refusesAnyOtherText(String field, String value) {
    assertThat(pointersOf(valid().put(field, value))).containsExactly("/" + field);
  }

  @ParameterizedTest
  @CsvSource({"sku, 64", "name, 200", "description, 4000", "category, 64"})
  void takesTextsUpToALength(String field, int most) {
    String character = field.equals("category") ? "a" : "A";

    assertThat(pointersOf(valid().put(field, character.repeat(most)))).isEmpty();
    assertThat(pointersOf(valid().put(field, character.repeat(most + 1))))
        .containsExactly("/" + field);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.01", "9999999999.99", "1e3"})
  void takesPricesWithinTheBounds(BigDecimal price) {
    assertThat(pointersOf(valid().put("price", price))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-0.01", "0.001", "10000000000", "1e999999999", "1e-999999999"})
  void refusesAnyOtherPrice(BigDecimal price) {
    assertThat(pointersOf(valid().put("price", price))).containsExactly("/price");
  }

  @ParameterizedTest
  @CsvSource({"-1", "1000000001", "9223372036854775807"})
  void refusesAnImpossibleStock(long stock) {
    assertThat(pointersOf(valid().put("stock", stock))).containsExactly("/stock");
    assertThat(pointersOf(valid().put("stock", 1_000_000_000))).isEmpty();
  }

  @Test
  void reportsEveryFieldAtFaultAtOnce() {
    ObjectNode body = valid();
    body.removeAll();
    body.put("sku", 5).put("price", "5").put("id", 7).putNull("name");

    assertThat(pointersOf(body))
        .containsExactly(
            "/sku", "/name", "/description", "/category", "/price", "/currency", "/stock", "/id");
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThatThrownBy(() -> ProductDetails.of(Json.read(Buffer.buffer("[]"))))
        .isInstanceOf(ProblemException.class);
  }
}
