package dev.vitrine.product.category;

/**
 * A category, as clients see it. It exists while a product names it.
 *
 * @param name as products name it in {@code category}, and as {@code GET /products?category=} takes
 *     it
 * @param count how many products are in it
 */
record Category(String name, long count) {}
