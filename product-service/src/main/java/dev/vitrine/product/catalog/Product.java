package dev.vitrine.product.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A product, as clients see it.
 *
 * @param price in {@code currency}, with two decimals
 * @param version counts the changes; not part of the representation, but of its entity tag
 */
record Product(
    long id,
    String sku,
    String name,
    String description,
    String category,
    BigDecimal price,
    String currency,
    int stock,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version) {

  String tag() {
    return "product-" + id + "-" + version;
  }
}
