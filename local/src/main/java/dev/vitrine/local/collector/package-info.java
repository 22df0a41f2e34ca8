/** An OpenTelemetry collector that is there already. */
@NullMarked
package dev.vitrine.local.collector;

import org.jspecify.annotations.NullMarked;
