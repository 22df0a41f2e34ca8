/** The objectives, as {@code slo.yaml} says them. */
@NullMarked
package dev.vitrine.observability.slo;

import org.jspecify.annotations.NullMarked;
