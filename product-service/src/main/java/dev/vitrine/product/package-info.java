/** The catalog. */
@NullMarked
package dev.vitrine.product;

import org.jspecify.annotations.NullMarked;
