/** A real PostgreSQL from Maven artifacts: unpacked, initialised, started, given its roles. */
@NullMarked
package dev.vitrine.local.postgres;

import org.jspecify.annotations.NullMarked;
