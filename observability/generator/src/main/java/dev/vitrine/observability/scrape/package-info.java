/** What Prometheus scrapes. */
@NullMarked
package dev.vitrine.observability.scrape;

import org.jspecify.annotations.NullMarked;
