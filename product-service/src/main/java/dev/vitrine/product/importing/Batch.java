package dev.vitrine.product.importing;

import dev.vitrine.product.catalog.ProductDetails;
import java.util.Collection;
import java.util.TreeMap;

/**
 * Products that will be written together: one for each sku, the last that was added, in the order
 * of the skus, so that two imports at once lock the same products in the same order. For one
 * thread.
 */
final class Batch {
  private final TreeMap<String, ProductDetails> products = new TreeMap<>();
  private int lines;

  void add(ProductDetails product) {
    lines++;
    products.put(product.sku(), product);
  }

  /** How many lines it was made of; no fewer than it has products. */
  int lines() {
    return lines;
  }

  Collection<ProductDetails> products() {
    return products.values();
  }
}
