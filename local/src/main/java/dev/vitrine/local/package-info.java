/** The whole system on one machine, by one command. */
@NullMarked
package dev.vitrine.local;

import org.jspecify.annotations.NullMarked;
