/** What the processes say: kept in files, read merged, shown for people or for programs. */
@NullMarked
package dev.vitrine.local.log;

import org.jspecify.annotations.NullMarked;
