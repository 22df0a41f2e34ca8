/** TCP ports of this machine: which are free, and who has the others. */
@NullMarked
package dev.vitrine.local.port;

import org.jspecify.annotations.NullMarked;
