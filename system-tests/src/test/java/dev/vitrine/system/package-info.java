/** The system as those see it who run it and those who use it: processes, ports, HTTP. */
@NullMarked
package dev.vitrine.system;

import org.jspecify.annotations.NullMarked;
