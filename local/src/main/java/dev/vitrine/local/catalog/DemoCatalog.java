package dev.vitrine.local.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The thousand products of the demo; the same on every machine and in every run. */
public final class DemoCatalog {
  private static final List<String> CATEGORIES =
      List.of(
          "kitchen",
          "tea-and-coffee",
          "lighting",
          "bed-and-bath",
          "garden",
          "tools",
          "outdoor",
          "travel",
          "audio",
          "stationery",
          "books",
          "toys");

  private DemoCatalog() {}

  /** All products, in the order of their numbers: mixed, so that no page is twenty pans. */
  public static List<DemoProduct> products() throws IOException {
    List<ProductLine> lines = new ArrayList<>();
    for (String category : CATEGORIES) {
      lines.addAll(lines(category));
    }
    return lines.stream()
        .flatMap(ProductLine::products)
        .sorted(Comparator.comparing(DemoProduct::sku))
        .toList();
  }

  private static List<ProductLine> lines(String category) throws IOException {
    List<ProductLine> lines = new ArrayList<>();
    for (String line : text(category).lines().toList()) {
      if (!line.startsWith("#")) {
        lines.add(ProductLine.parse(category, lines.size() + 1, line));
      }
    }
    return lines;
  }

  private static String text(String category) throws IOException {
    try (InputStream file =
        DemoCatalog.class.getResourceAsStream("/catalog/" + category + ".txt")) {
      if (file == null) {
        throw new FileNotFoundException("catalog/" + category + ".txt is not part of this build");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
