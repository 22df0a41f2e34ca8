/** What several generated files call by the same name. */
@NullMarked
package dev.vitrine.observability.name;

import org.jspecify.annotations.NullMarked;
