/** Where endpoints come from, and whether they are ready. */
@NullMarked
package dev.vitrine.gateway.discovery;

import org.jspecify.annotations.NullMarked;
