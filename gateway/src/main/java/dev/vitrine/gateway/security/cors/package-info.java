/** Which pages of other origins may use a route (Fetch standard, CORS protocol). */
@NullMarked
package dev.vitrine.gateway.security.cors;

import org.jspecify.annotations.NullMarked;
