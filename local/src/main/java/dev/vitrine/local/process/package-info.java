/** Processes of this machine: who they are, how they are started apart, ended and measured. */
@NullMarked
package dev.vitrine.local.process;

import org.jspecify.annotations.NullMarked;
