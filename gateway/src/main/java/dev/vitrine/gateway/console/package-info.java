/** What the gateway tells of itself. */
@NullMarked
package dev.vitrine.gateway.console;

import org.jspecify.annotations.NullMarked;
