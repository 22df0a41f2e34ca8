/** The import of products, line by line from a stream. */
@NullMarked
package dev.vitrine.product.importing;

import org.jspecify.annotations.NullMarked;
