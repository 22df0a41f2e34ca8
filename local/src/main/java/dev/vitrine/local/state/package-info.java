/** What runs, written down so that another command, or the next start, can find it. */
@NullMarked
package dev.vitrine.local.state;

import org.jspecify.annotations.NullMarked;
