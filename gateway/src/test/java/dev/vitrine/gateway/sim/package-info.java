/** Simulations: virtual time, and what serves in it. */
@NullMarked
package dev.vitrine.gateway.sim;

import org.jspecify.annotations.NullMarked;
