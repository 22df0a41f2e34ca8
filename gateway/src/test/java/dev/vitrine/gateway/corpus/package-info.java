/** The corpus of messages on the wire: what is sent, and what has to come of it. */
@NullMarked
package dev.vitrine.gateway.corpus;

import org.jspecify.annotations.NullMarked;
