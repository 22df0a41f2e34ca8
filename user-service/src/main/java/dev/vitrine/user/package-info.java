/** User accounts. */
@NullMarked
package dev.vitrine.user;

import org.jspecify.annotations.NullMarked;
