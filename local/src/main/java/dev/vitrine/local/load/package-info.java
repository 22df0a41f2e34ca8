/** Load as a shop has it: many small requests, each at its time, whatever became of the others. */
@NullMarked
package dev.vitrine.local.load;

import org.jspecify.annotations.NullMarked;
