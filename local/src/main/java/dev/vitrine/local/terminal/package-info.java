/** What a person sees: colours, tables, and what is being done just now. */
@NullMarked
package dev.vitrine.local.terminal;

import org.jspecify.annotations.NullMarked;
