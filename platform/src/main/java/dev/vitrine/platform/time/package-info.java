/** Time limits on event loops, fair to what came while they stood still. */
@NullMarked
package dev.vitrine.platform.time;

import org.jspecify.annotations.NullMarked;
