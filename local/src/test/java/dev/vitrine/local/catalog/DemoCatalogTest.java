package dev.vitrine.local.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoCatalogTest {
  private static List<DemoProduct> products = List.of();

  @BeforeAll
  static void read() throws IOException {
    products = DemoCatalog.products();
  }

  @Test
  void hasAThousandProductsInTwelveCategories() {
    assertThat(products).hasSize(1000);
    assertThat(
            products.stream()
                .collect(Collectors.groupingBy(DemoProduct::category, Collectors.counting())))
        .hasSize(12)
        .allSatisfy((category, count) -> assertThat(count).isBetween(80L, 90L));
  }

  @Test
  void noTwoHaveANameOrASkuInCommon() {
    assertThat(products).extracting(DemoProduct::name).doesNotHaveDuplicates();
    assertThat(products).extracting(DemoProduct::sku).doesNotHaveDuplicates();
  }

  @Test
  void isTheSameEveryTime() throws IOException {
    assertThat(DemoCatalog.products()).isEqualTo(products);
    assertThat(products.getFirst())
        .isEqualTo(
            new DemoProduct(
                "0101-AUD",
                "Auren Over-Ear Headphones, graphite",
                "Closed headphones with calm, even bass and thirty-five hours between charges. The"
                    + " cushions can be replaced.",
                "audio",
                new BigDecimal("149.00"),
                "EUR",
                53));
  }

  @Test
  void readsLikeAShop() {
    assertThat(products)
        .allSatisfy(product -> {
          assertThat(product.name()).hasSizeBetween(8, 80).doesNotContain("{}", "|", "  ");
          assertThat(product.description()).hasSizeBetween(30, 250).matches("[A-Z].*[.]");
          assertThat(product.category()).matches("[a-z]+(-[a-z]+)*");
          assertThat(product.sku()).matches("[0-9]{4}-[A-Z]{3}");
          assertThat(product.currency()).isEqualTo("EUR");
        });
  }

  @Test
  void pricesHaveTwoDecimalsAndStockIsNeverNegative() {
    assertThat(products)
        .allSatisfy(product -> {
          assertThat(product.price().scale()).isEqualTo(2);
          assertThat(product.price()).isBetween(new BigDecimal("4.00"), new BigDecimal("700.00"));
          assertThat(product.stock()).isBetween(0, 120);
        });
    assertThat(products.stream().filter(product -> product.stock() == 0).count())
        .as("some are sold out")
        .isBetween(15L, 100L);
  }

  @Test
  void theFirstPageHasSomethingOfEverything() {
    assertThat(products.subList(0, 12)).extracting(DemoProduct::category).doesNotHaveDuplicates();
    assertThat(products).extracting(DemoProduct::sku).isSorted();
  }

  @Test
  void aLineOfTheImportHasExactlyTheFieldsOfAProduct() throws IOException {
    String line = products.get(1).toJson();
    JsonNode json = new ObjectMapper().readTree(line);

    assertThat(line).doesNotContain("\n").containsPattern("\"price\":[0-9]+\\.[0-9]{2},");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("sku", "name", "description", "category", "price", "currency", "stock");
  }
}
