/** Time as the gateway sees it, so that tests can have it pass. */
@NullMarked
package dev.vitrine.gateway.time;

import org.jspecify.annotations.NullMarked;
