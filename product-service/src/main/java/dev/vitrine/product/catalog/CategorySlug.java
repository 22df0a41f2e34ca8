package dev.vitrine.product.catalog;

import java.util.regex.Pattern;

/** How a category is named, in products and in addresses: {@code home-and-garden}. */
final class CategorySlug {
  static final int LONGEST = 64;
  static final String FORM = "must be of small letters a to z, digits and '-'";

  private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1," + LONGEST + "}");

  private CategorySlug() {}

  static boolean is(String text) {
    return SLUG.matcher(text).matches();
  }
}
