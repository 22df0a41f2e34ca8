/** Metrics, traces and logs: one observation of each request, written to all three. */
@NullMarked
package dev.vitrine.platform.telemetry;

import org.jspecify.annotations.NullMarked;
