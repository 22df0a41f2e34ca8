/** What the gateway is told: which services are there, and where. */
@NullMarked
package dev.vitrine.local.discovery;

import org.jspecify.annotations.NullMarked;
