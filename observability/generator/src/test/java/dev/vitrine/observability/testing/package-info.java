/** What tests of generated files share. */
@NullMarked
package dev.vitrine.observability.testing;

import org.jspecify.annotations.NullMarked;
