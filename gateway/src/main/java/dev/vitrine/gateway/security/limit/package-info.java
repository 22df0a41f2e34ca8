/** How much a client may ask for, how fast it must be, and how large. */
@NullMarked
package dev.vitrine.gateway.security.limit;

import org.jspecify.annotations.NullMarked;
