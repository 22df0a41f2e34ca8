/** One process that starts all others, watches over them, and stops them in order. */
@NullMarked
package dev.vitrine.local.supervisor;

import org.jspecify.annotations.NullMarked;
