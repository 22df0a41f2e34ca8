/** Pictures of the dashboards, for readers who have no Grafana at hand. */
@NullMarked
package dev.vitrine.observability.picture;

import org.jspecify.annotations.NullMarked;
