package dev.vitrine.product.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.http.Fields;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody says about a product; the database adds the rest. Valid once it exists. */
public record ProductDetails(
    String sku,
    String name,
    String description,
    String category,
    BigDecimal price,
    String currency,
    int stock) {
  private static final int LONGEST_SKU = 64;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DESCRIPTION = 4_000;
  private static final BigDecimal HIGHEST_PRICE = new BigDecimal("9999999999.99");
  private static final int LARGEST_STOCK = 1_000_000_000;
  private static final Pattern SKU = Pattern.compile("[A-Z0-9._-]+");
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads and validates a JSON object.
   *
   * @throws dev.vitrine.platform.http.ProblemException 422, with every field at fault
   */
  public static ProductDetails of(JsonNode body) {
    Fields fields = Fields.of(body);
    ProductDetails details =
        new ProductDetails(
            fields.text(
                "sku",
                1,
                LONGEST_SKU,
                text -> SKU.matcher(text).matches(),
                "must be of capital letters A to Z, digits, '.', '_' and '-'"),
            fields.text("name", 1, LONGEST_NAME, text -> !text.isBlank(), "must not be blank"),
            fields.text("description", 0, LONGEST_DESCRIPTION),
            fields.text("category", 1, CategorySlug.LONGEST, CategorySlug::is, CategorySlug.FORM),
            fields.money("price", HIGHEST_PRICE),
            fields.text("currency", 3, 3, CURRENCIES::contains, "must be a code of ISO 4217"),
            fields.wholeNumber("stock", 0, LARGEST_STOCK));
    fields.verify();
    return details;
  }
}
