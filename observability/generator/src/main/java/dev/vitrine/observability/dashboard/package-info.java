/** Grafana's dashboards. */
@NullMarked
package dev.vitrine.observability.dashboard;

import org.jspecify.annotations.NullMarked;
