/** Files and disks: replaced whole, deleted whole, and whether there is room for them. */
@NullMarked
package dev.vitrine.local.file;

import org.jspecify.annotations.NullMarked;
