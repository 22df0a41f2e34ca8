/** Prometheus's rules. */
@NullMarked
package dev.vitrine.observability.rule;

import org.jspecify.annotations.NullMarked;
