/** Products, one by one and in pages. */
@NullMarked
package dev.vitrine.product.catalog;

import org.jspecify.annotations.NullMarked;
