/** Prometheus, where somebody asks for it and has it installed. */
@NullMarked
package dev.vitrine.local.prometheus;

import org.jspecify.annotations.NullMarked;
