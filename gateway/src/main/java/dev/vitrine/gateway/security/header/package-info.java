/** What answers tell a browser about how to treat them. */
@NullMarked
package dev.vitrine.gateway.security.header;

import org.jspecify.annotations.NullMarked;
