package dev.vitrine.local.catalog;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * One article in its variants, as a line of the catalog's files says it.
 *
 * @param category a slug
 * @param number which article of its category it is, from 1
 * @param name with {} where the variant stands
 * @param firstPrice of the first variant
 * @param step what each further variant costs more
 * @param variants in the order of their prices
 * @param description one or two sentences
 */
record ProductLine(
    String category,
    int number,
    String name,
    BigDecimal firstPrice,
    BigDecimal step,
    List<String> variants,
    String description) {
  private static final String CURRENCY = "EUR";
  private static final int MOST_STOCK = 120;
  private static final int ONE_SOLD_OUT_OF = 24;

  /** Reads "name | first price | step | variant; variant | description". */
  static ProductLine parse(String category, int number, String line) {
    String[] parts = line.split("\\s*\\|\\s*", -1);
    return new ProductLine(
        category,
        number,
        parts[0],
        new BigDecimal(parts[1]),
        new BigDecimal(parts[2]),
        List.of(parts[3].split(";\\s*", -1)),
        parts[4]);
  }

  /** The article in each of its variants. */
  Stream<DemoProduct> products() {
    return IntStream.range(0, variants.size()).mapToObj(this::inVariant);
  }

  private DemoProduct inVariant(int variant) {
    // Sorted by it, as an import may do, the shop stays mixed.
    String sku =
        "%02d%02d-%s"
            .formatted(variant + 1, number, category.substring(0, 3).toUpperCase(Locale.ROOT));
    return new DemoProduct(
        sku,
        name.replace("{}", variants.get(variant)),
        description,
        category,
        firstPrice.add(step.multiply(BigDecimal.valueOf(variant))),
        CURRENCY,
        stock(sku));
  }

  // Looks random, and is the same on every machine.
  private static int stock(String sku) {
    CRC32 checksum = new CRC32();
    checksum.update(sku.getBytes(StandardCharsets.US_ASCII));
    long value = checksum.getValue();
    return value % ONE_SOLD_OUT_OF == 0 ? 0 : (int) (1 + value / ONE_SOLD_OUT_OF % MOST_STOCK);
  }
}
