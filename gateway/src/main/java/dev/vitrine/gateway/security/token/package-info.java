/** Who asks: tokens, the keys that verify them, and what a route requires of them. */
@NullMarked
package dev.vitrine.gateway.security.token;

import org.jspecify.annotations.NullMarked;
