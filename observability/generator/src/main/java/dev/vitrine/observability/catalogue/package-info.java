/** The page of all metrics, spans and log lines, of their definitions in Java. */
@NullMarked
package dev.vitrine.observability.catalogue;

import org.jspecify.annotations.NullMarked;
