/** Categories of products. */
@NullMarked
package dev.vitrine.product.category;

import org.jspecify.annotations.NullMarked;
