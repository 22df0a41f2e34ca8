/**
 * A process from its start to its exit code: configuration, readiness, management server, drain.
 */
@NullMarked
package dev.vitrine.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
