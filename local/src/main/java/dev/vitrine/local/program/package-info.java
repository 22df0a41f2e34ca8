/** What a supervisor needs to know of a program, whatever it is. */
@NullMarked
package dev.vitrine.local.program;

import org.jspecify.annotations.NullMarked;
