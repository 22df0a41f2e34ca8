package dev.vitrine.product.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.product.catalog.ProductDetails;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class BatchTest {
  private static ProductDetails product(String sku, int stock) {
    return new ProductDetails(sku, "Name", "", "c", new BigDecimal("1.00"), "EUR", stock);
  }

  @Test
  void keepsTheLastOfTwoWithTheSameSkuAndCountsBothLines() {
    Batch batch = new Batch();

    batch.add(product("A", 1));
    batch.add(product("B", 1));
    batch.add(product("A", 2));

    assertThat(batch.lines()).isEqualTo(3);
    assertThat(batch.products()).containsExactly(product("A", 2), product("B", 1));
  }

  @Test
  void isInTheOrderOfTheSkusSoThatTwoImportsNeverLockEachOther() {
    Batch batch = new Batch();

    for (String sku : new String[] {"C", "A.1", "A-1", "A1", "B"}) {
      batch.add(product(sku, 1));
    }

    assertThat(batch.products())
        .extracting(ProductDetails::sku)
        .containsExactly("A-1", "A.1", "A1", "B", "C");
  }
}
