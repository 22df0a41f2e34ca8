/** The form of generated files. */
@NullMarked
package dev.vitrine.observability.text;

import org.jspecify.annotations.NullMarked;
