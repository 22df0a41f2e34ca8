package dev.vitrine.local.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;

/**
 * One product of the demo catalog.
 *
 * @param sku unique
 * @param name unique
 * @param description one or two sentences
 * @param category a slug
 * @param price two decimals
 * @param currency ISO 4217
 * @param stock how many there are; some products are sold out
 */
public record DemoProduct(
    String sku,
    String name,
    String description,
    String category,
    BigDecimal price,
    String currency,
    int stock) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  /** The same with another stock. */
  public DemoProduct inStock(int count) {
    return new DemoProduct(sku, name, description, category, price, currency, count);
  }

  /** The product as one line of an import, without its line feed. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a product can always be written", e);
    }
  }
}
